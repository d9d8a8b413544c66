/// Written forms that stand for other words: contractions, chat shorthand, British spellings. Patterns and text both pass
/// through here, so a pattern is written once.
enum WordForms {
  /// Words that carry nothing and vanish.
  static let fillers: Set<String> = [
    "um", "uh", "er", "erm", "uhm", "umm", "uhh", "ehm", "umh", "uhhm",
  ]

  /// Pairs that are one word: second half to (first halves, joined word).
  static let pairs: [String: [(first: String, joined: String)]] = [
    "right": [("all", "alright")],
    "huh": [("uh", "uhhuh")],
    "hmm": [("mm", "mhm"), ("um", "mhm"), ("uh", "mhm")],
    "hm": [("mm", "mhm")],
    "k": [("o", "ok")],
  ]

  /// Words after which a written 's is "is", not a possessive.
  private static let takesIs: Set<String> = [
    "it", "that", "what", "who", "where", "when", "how", "there", "here", "he", "she", "this", "everything",
    "something", "nothing", "why", "everyone", "everybody", "anything", "someone", "somebody", "nobody",
  ]

  /// After which words no period ends a sentence.
  static let abbreviations: Set<String> = ["mr", "mrs", "ms", "dr", "st"]

  /// The words a written word (lowercase, apostrophes as `'`) stands for, or nil where it stands for itself.
  static func expand(_ word: String) -> [String]? {
    if fillers.contains(word) { return [] }
    if let known = table[word] { return known }
    guard let mark = word.utf8.lastIndex(of: UInt8(ascii: "'")) else { return spelling[word].map { [$0] } }
    let stem = String(word[..<mark])
    let tail = String(word[word.index(after: mark)...])
    if stem.isEmpty { return tail.isEmpty ? [] : expand(tail) ?? [tail] }
    if tail.isEmpty { return expand(stem) ?? [stem] }
    return suffix(stem, tail)
  }

  private static func suffix(_ stem: String, _ tail: String) -> [String]? {
    let head = expand(stem) ?? [stem]
    switch tail {
    case "s": return takesIs.contains(stem) ? head + ["is"] : head
    case "m": return head + ["am"]
    case "re": return head + ["are"]
    case "ve": return head + ["have"]
    case "ll": return head + ["will"]
    case "d": return head + ["would"]
    case "t" where stem.utf8.last == UInt8(ascii: "n"):
      let verb = String(stem.dropLast())
      return [verb.isEmpty ? stem : verb, "not"]
    default: return nil
    }
  }

  /// Every form that is spelled out here: known before any text is read.
  static var knownForms: Set<String> {
    var forms = fillers.union(table.keys).union(spelling.keys).union(abbreviations)
    for (second, firsts) in pairs {
      forms.insert(second)
      for pair in firsts { forms.insert(pair.first) }
    }
    for word in takesIs { forms.insert(word + "'s") }
    for word in "i you we they he she it that who what there".split(separator: " ") {
      for tail in ["'m", "'re", "'ve", "'ll", "'d"] { forms.insert(word + tail) }
    }
    return forms
  }

  /// Every word that an expansion can give.
  static var expansionWords: Set<String> {
    var words = Set(table.values.joined()).union(spelling.values)
    words.formUnion(["is", "am", "are", "have", "will", "would", "not", "alright", "uhhuh", "mhm", "ok"])
    words.formUnion(takesIs)
    return words
  }

  private static let table: [String: [String]] = {
    var forms: [String: [String]] = [:]
    for line in contractions.split(separator: ";") {
      let sides = line.split(separator: "=")
      let target = sides.count > 1 ? sides[1].split(separator: " ").map(String.init) : []
      for form in sides[0].split(separator: " ") { forms[String(form)] = target }
    }
    for verb in [
      "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "could", "would", "should", "must",
    ] {
      forms[verb + "nt"] = [verb, "not"]
      forms[verb + "n't"] = [verb, "not"]
    }
    return forms
  }()

  private static let contractions =
    "im=i am;ive=i have;youre=you are;youve=you have;youll=you will;theyre=they are;theyve=they have;weve=we have;"
    + "cant can't cannot=can not;wont won't=will not;shan't=shall not;aint ain't=is not;needn't neednt=need not;"
    + "thats=that is;whats=what is;theres=there is;hows=how is;wheres=where is;heres=here is;whos=who is;"
    + "let's lets=let us;gonna=going to;wanna=want to;gotta=got to;lemme=let me;gimme=give me;dunno=do not know;"
    + "kinda=kind of;sorta=sort of;ya u=you;ur=your;pls plz=please;thx tx ty thanx thnx=thanks;k okey okay=ok;"
    + "mm-hmm mmhm mhmm mmhmm=mhm;uhuh=uhhuh;y'all yall=you all;o'clock=oclock;ma'am maam=madam;'cause cuz coz=because;"
    + "'em=them;tho=though;thru=through;r=are;allright=alright;didint=did not;itll=it will;thatll=that will;"
    + "cos=because;outta=out of;coulda=could have;shoulda=should have;woulda=would have;whatcha=what are you"

  /// British forms to American ones.
  private static let spelling: [String: String] = {
    var forms: [String: String] = [:]
    let verbs =
      "apologis realis recognis organis authoris summaris prioritis customis personalis finalis emphasis memoris minimis "
      + "maximis optimis categoris criticis synchronis utilis specialis initialis normalis"
    for stem in verbs.split(separator: " ") {
      let american = stem.dropLast() + "z"
      for ending in ["e", "ed", "es", "ing", "ation", "er"] { forms[stem + ending] = american + ending }
    }
    let nouns = "favour colour honour behaviour neighbour labour humour flavour endeavour"
    for noun in nouns.split(separator: " ") {
      let american = noun.dropLast(2) + "r"
      for ending in ["", "s", "ed", "ing", "ite", "ites", "able"] { forms[noun + ending] = american + ending }
    }
    let others =
      "cancelled=canceled cancelling=canceling travelling=traveling travelled=traveled centre=center centres=centers "
      + "cheque=check cheques=checks programme=program programmes=programs licence=license analyse=analyze analysed=analyzed "
      + "analysing=analyzing catalogue=catalog dialogue=dialog grey=gray enquiry=inquiry enquiries=inquiries enquire=inquire "
      + "enquiring=inquiring fulfil=fulfill practise=practice defence=defense labelled=labeled modelling=modeling judgement=judgment"
    for pair in others.split(separator: " ") {
      let sides = pair.split(separator: "=")
      forms[String(sides[0])] = String(sides[1])
    }
    return forms
  }()
}
