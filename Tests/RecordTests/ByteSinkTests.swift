import Record
import Testing

@Test(arguments: [
  (Int64(0), 4, "0.0000"), (9183, 4, "0.9183"), (-12345, 2, "-123.45"), (7, 0, "7"), (10_000, 4, "1.0000"),
])
func `fixed-point numbers print with their decimals`(value: Int64, places: Int, expected: String) {
  var sink = ByteSink()
  sink.append(fixed: value, places: places)
  #expect(String(decoding: sink.bytes, as: UTF8.self) == expected)
}
