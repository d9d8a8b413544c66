/// Which words carry content, and what their common stem is: for measures that compare what two people said.
enum ContentWords {
  /// Identity of a content word's stem, never 0; 0 for a function word and for words of one or two letters.
  static func identity(_ word: [UInt8]) -> UInt32 {
    guard word.count > 2, !function.contains(String(decoding: word, as: UTF8.self)) else { return 0 }
    let hash = fnv(stem(word))
    return hash == 0 ? 1 : hash
  }

  /// FNV-1a, 32 bits.
  static func fnv(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 0x811c_9dc5
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash
  }

  /// The word without a plain English ending: "parcels" and "parcel", "shipped" and "ship" come out the same.
  static func stem(_ word: [UInt8]) -> ArraySlice<UInt8> {
    var rest = word[...]
    func drop(_ ending: String, leaving: Int) -> Bool {
      let bytes = Array(ending.utf8)
      guard rest.count >= leaving + bytes.count, rest.suffix(bytes.count).elementsEqual(bytes) else { return false }
      rest = rest.dropLast(bytes.count)
      return true
    }
    if drop("ing", leaving: 3) || drop("ed", leaving: 3) {
      if let last = rest.last, rest.dropLast().last == last, !"aeiouls".utf8.contains(last) { rest = rest.dropLast() }
    } else if !drop("ies", leaving: 3), !drop("es", leaving: 3), !rest.suffix(2).elementsEqual("ss".utf8) {
      _ = drop("s", leaving: 3)
    }
    if rest.count > 3, rest.last == UInt8(ascii: "e") || rest.last == UInt8(ascii: "y") { rest = rest.dropLast() }
    return rest
  }

  /// Spoken syllables of a word, estimated by its groups of vowels; at least 1.
  static func syllables(_ word: [UInt8]) -> UInt8 {
    var count = 0
    var inVowel = false
    for byte in word {
      let isVowel = "aeiouy".utf8.contains(byte)
      if isVowel && !inVowel { count += 1 }
      inVowel = isVowel
    }
    if count > 1, word.last == UInt8(ascii: "e"), !word.suffix(2).elementsEqual("le".utf8) { count -= 1 }
    return UInt8(max(1, min(count, 255)))
  }

  static func isFunction(_ word: String) -> Bool { function.contains(word) }

  private static let function = Set(
    ("the a an and or but if so as at by for from in into of off on onto out over to up with about than then that this these "
      + "those there here it its he him his she her hers they them their we us our ours you your yours i me my mine am is are "
      + "was were be been being do does did done doing have has had having will would can could shall should may might must not "
      + "no yes yeah yep nope ok okay alright right well oh ah just like really very too also only even still now what which who "
      + "whom whose when where why how all any some each every both more most much many few other such own same again please "
      + "thanks thank sorry hello hi hey bye goodbye get got go going let know think mean want need say said see sure good great "
      + "fine thing things something anything nothing one two uhhuh mhm because while before after until though yet ever never "
      + "always sir madam mister maybe kind sort lot bit way make take come look tell ask give put").split(
        separator: " "
      ).map(String.init))
}
