/// One agent of the sample center with a skill for each technique.
struct Agent {
  let id: String
  let name: String
  let team: Int
  /// By technique number (1...15): how often, of a hundred, the technique is used well.
  var skill: [Int]

  var first: String { String(name.prefix { $0 != " " }) }
}

let teams = ["Billing North", "Orders & Delivery", "Tech Support", "Retention"]
let brands = ["Harbor Home", "Harbor Home", "Harbor Home", "Harbor Home"]

let agentNames = [
  "Maria Keller", "James Okafor", "Aisha Rahman", "Wei Zhang", "Carlos Méndez", "Olga Petrenko", "John Whitfield",
  "Priya Nair", "Sofia Lindqvist", "Liam O'Connor", "Emma Bauer", "Noah Feldman", "Ava Castillo", "Lucas Moreau",
  "Mia Hoffmann", "Ethan Brooks", "Zoe Papadakis", "Ivan Horvat", "Nina Sørensen", "Omar Farouk", "Lena Vogel",
  "Raj Malhotra", "Chloe Martin", "Victor Almeida", "Hannah Weiss", "Tomás Silva",
]
let customerFirst = [
  "Anna", "Peter", "Grace", "David", "Fatima", "Robert", "Linda", "Marco", "Helen", "Kevin", "Yuki", "Sandra", "Daniel",
  "Irene", "Paul", "Monica", "Samir", "Teresa", "George", "Alice", "Bruno", "Denise", "Frank", "Gloria", "Hugo",
]
let customerLast = [
  "Smith", "O'Brien", "Garcia", "Ivanova", "Müller", "Chen", "Patel", "Nguyen", "Silva", "Kowalski", "Haddad",
  "Johnson",
  "Kim", "Rossi", "Dubois", "Novak", "Tanaka", "Becker", "Fischer", "Lopez", "Murphy", "Adams", "Clark", "Baker",
]

/// The staff: 26 people in four teams; each team shares two weak techniques, so that there is something to coach.
func makeAgents(_ random: inout Random) -> [Agent] {
  let weak = [[8, 6], [9, 3], [2, 10], [15, 14]]
  let sizes = [7, 7, 6, 6]
  var agents: [Agent] = []
  for (team, size) in sizes.enumerated() {
    for _ in 0..<size {
      let base = random.int(45...88)
      var skill = (0...15).map { _ in min(97, max(5, base + random.int(-18...18))) }
      for technique in weak[team] { skill[technique] = max(5, skill[technique] - 30) }
      agents.append(
        Agent(id: "A\(1001 + agents.count)", name: agentNames[agents.count], team: team, skill: skill))
    }
  }
  // One who needs help badly and one to learn from, so that the page has a story.
  for technique in 1...15 {
    agents[4].skill[technique] = max(5, agents[4].skill[technique] / 2)
    agents[15].skill[technique] = min(97, agents[15].skill[technique] + 25)
  }
  return agents
}

/// A coaching session of the sample: from its date on the agent's skill in the technique is higher by `gain`.
struct Coaching {
  let agent: Int
  let technique: String
  let number: Int
  let day: Int
  let kind: String
  let gain: Int
}

let coachings = [
  Coaching(agent: 0, technique: "offer-options", number: 8, day: 6, kind: "one-to-one", gain: 40),
  Coaching(agent: 3, technique: "apologize", number: 6, day: 7, kind: "workshop", gain: 30),
  Coaching(agent: 8, technique: "follow-through", number: 9, day: 8, kind: "one-to-one", gain: 35),
  Coaching(agent: 15, technique: "clarity", number: 2, day: 8, kind: "side-by-side", gain: 0),
  Coaching(agent: 21, technique: "disagree-respectfully", number: 15, day: 9, kind: "one-to-one", gain: 30),
]
