/// A CSV reader of a few lines, byte by byte, to hold the fast one against.
struct ReferenceTable {
  var rows: [[[UInt8]]] = []

  init(_ bytes: [UInt8], delimiter: UInt8) {
    var row: [[UInt8]] = []
    var cell: [UInt8] = []
    var index = 0
    var isStart = true
    var isQuoted = false
    func byte(_ at: Int) -> UInt8? { at < bytes.count ? bytes[at] : nil }
    while index < bytes.count {
      let current = bytes[index]
      index += 1
      if isQuoted {
        if current != 0x22 {
          cell.append(current)
        } else if byte(index) == 0x22 {
          cell.append(0x22)
          index += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch current {
      case 0x22 where isStart:
        isQuoted = true
        isStart = false
      case delimiter:
        row.append(cell)
        cell = []
        isStart = true
      case 0x0A, 0x0D:
        if current == 0x0D && byte(index) == 0x0A { index += 1 }
        rows.append(row + [cell])
        row = []
        cell = []
        isStart = true
      default:
        cell.append(current)
        isStart = false
      }
    }
    if !row.isEmpty || !cell.isEmpty || !isStart { rows.append(row + [cell]) }
  }
}
