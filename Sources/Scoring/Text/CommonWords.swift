/// Ordinary words that stand one letter from another ordinary word, and so are never taken for a typing error of it.
enum CommonWords {
  static func contains(_ word: [UInt8]) -> Bool { list.contains(String(decoding: word, as: UTF8.self)) }

  private static let list = Set(
    ("bother brother mother father rather gather weather whether leather feather charge change charges changes charged changed "
      + "charging changing setting getting sitting letting putting cutting hitting meeting melting matter mother master manner "
      + "manager managed managers message massage passage package packages provide provided provides promise premise promises "
      + "premises though thought through throughout thorough contact contract contacts contracts contacted contracted content "
      + "context contest conform confirm conforms confirms confirmed conformed expect except accept aspect expects accepts "
      + "excepted expected accepted affect effect affects effects attend intend extend extent intent attempt quite quiet "
      + "quality quantity recent resent decent require inquire acquire resolve revolve reserve deserve observe preserve "
      + "respect inspect suspect desert dessert loose chose choose chosen advise advice device devise county country counter "
      + "desire define refine defend depend spend pretend present prevent percent parent patent patient station nation "
      + "caution auction action section session mission vision version portion potion position posting hosting costing "
      + "coating waiting wanting writing riding reading leading loading landing lending sending spending standing starting "
      + "staying saying paying playing planning plating walking talking taking making baking backing packing parking marking "
      + "asking working wording warning wearing hearing nearing clearing cleaning leaning meaning learning earning burning "
      + "turning running ruling calling falling filling feeling failing mailing sailing selling telling billing building "
      + "buying trying crying drying flying moving loving living giving having saving hoping hopping shopping shipping "
      + "stopping slipping sleeping keeping helping holding folding finding binding winding landed handed handled hunted "
      + "stated started stared stored scored shared spared spread thread threat treat treated trader traded grated greeted "
      + "ordered bordered offered differed suffered buffered entered centered counted mounted amounted account accounts "
      + "amount amounts around ground brought bought fought sought nought caught taught finally family friend fiend "
      + "statement settlement treatment shipment equipment department apartment appointment disappointment").split(
        separator: " "
      ).map(
        String.init))
}
