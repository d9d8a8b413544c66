/// The forms of an English word: `~help` is help, helps, helped, helping.
enum Inflections {
  static func of(_ word: String) -> Set<String> {
    if let known = irregular[word] { return known }
    var forms: Set<String> = [word]
    let bytes = Array(word.utf8)
    guard bytes.count > 1, let last = bytes.last else { return forms }
    let stem = String(word.dropLast())
    let before = bytes[bytes.count - 2]
    if last == UInt8(ascii: "e") {
      forms.formUnion([word + "s", word + "d", stem + (before == UInt8(ascii: "i") ? "" : "") + "ing"])
      if before == UInt8(ascii: "e") { forms.insert(word + "ing") }
    } else if last == UInt8(ascii: "y"), !isVowel(before) {
      forms.formUnion([stem + "ies", stem + "ied", word + "ing"])
    } else if ["s", "x", "z", "ch", "sh"].contains(where: word.hasSuffix) {
      forms.formUnion([word + "es", word + "ed", word + "ing"])
    } else {
      forms.formUnion([word + "s", word + "ed", word + "ing"])
      if doubles(bytes), let end = word.last {
        forms.formUnion([word + String(end) + "ed", word + String(end) + "ing"])
      }
    }
    return forms
  }

  /// Short words that end in one consonant after one vowel: stop, stopped.
  private static func doubles(_ word: [UInt8]) -> Bool {
    guard word.count >= 3, let last = word.last, !"wxy".utf8.contains(last), !isVowel(last) else { return false }
    return isVowel(word[word.count - 2]) && !isVowel(word[word.count - 3])
  }

  private static func isVowel(_ byte: UInt8) -> Bool { "aeiou".utf8.contains(byte) }

  private static let irregular: [String: Set<String>] = {
    let groups =
      "be am is are was were been being;have has had having;do does did done doing;go goes went gone going;"
      + "say says said saying;get gets got gotten getting;make makes made making;know knows knew known knowing;"
      + "think thinks thought thinking;take takes took taken taking;see sees saw seen seeing;come comes came coming;"
      + "want wants wanted wanting;give gives gave given giving;tell tells told telling;feel feels felt feeling;"
      + "become becomes became becoming;leave leaves left leaving;put puts putting;mean means meant meaning;"
      + "keep keeps kept keeping;let lets letting;begin begins began begun beginning;hear hears heard hearing;"
      + "run runs ran running;hold holds held holding;bring brings brought bringing;write writes wrote written writing;"
      + "sit sits sat sitting;stand stands stood standing;lose loses lost losing;pay pays paid paying;"
      + "meet meets met meeting;set sets setting;learn learns learned learnt learning;lead leads led leading;"
      + "understand understands understood understanding;speak speaks spoke spoken speaking;read reads reading;"
      + "spend spends spent spending;grow grows grew grown growing;win wins won winning;buy buys bought buying;"
      + "send sends sent sending;build builds built building;fall falls fell fallen falling;cut cuts cutting;"
      + "find finds found finding;sell sells sold selling;break breaks broke broken breaking;choose chooses chose chosen choosing;"
      + "forget forgets forgot forgotten forgetting;hang hangs hung hanging;catch catches caught catching;"
      + "eat eats ate eaten eating;drive drives drove driven driving;wear wears wore worn wearing;cost costs costing;"
      + "hit hits hitting;hurt hurts hurting;quit quits quitting;shut shuts shutting;fix fixes fixed fixing;"
      + "steal steals stole stolen stealing;show shows showed shown showing;throw throws threw thrown throwing;"
      + "wake wakes woke woken waking;teach teaches taught teaching;deal deals dealt dealing;fight fights fought fighting;"
      + "lie lies lied lying;die dies died dying;refer refers referred referring;occur occurs occurred occurring;"
      + "transfer transfers transferred transferring;cancel cancels canceled cancelled canceling cancelling;"
      + "control controls controlled controlling;admit admits admitted admitting;commit commits committed committing;"
      + "upset upsets upsetting;reset resets resetting;child children;man men;woman women;person people persons;"
      + "this these;that those;i me my mine myself;pick picks picked picking;picture pictures"
    var table: [String: Set<String>] = [:]
    for group in groups.split(separator: ";") {
      let forms = group.split(separator: " ").map(String.init)
      table[forms[0]] = Set(forms)
    }
    return table
  }()
}
