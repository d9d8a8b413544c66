import Glibc

/// A headless Chromium, where one is installed.
enum Browser {
  static let path: String? = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    .map { "/usr/bin/\($0)" }.first { unsafe access($0, X_OK) == 0 }

  /// The page's DOM after its scripts have run.
  static func dom(of html: [UInt8], width: Int = 900) -> String? {
    guard let path else { return nil }
    var template = Array("/tmp/sidetone-page-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { return nil }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { run("rm -rf '\(folder)'") }
    let file = unsafe fopen(folder + "/page.html", "w")
    guard let file = unsafe file else { return nil }
    _ = unsafe fwrite(html, 1, html.count, file)
    unsafe fclose(file)
    return run(
      "HOME='\(folder)' '\(path)' --headless=new --no-sandbox --disable-gpu --window-size=\(width),900 "
        + "--user-data-dir='\(folder)/profile' --virtual-time-budget=2000 --dump-dom 'file://\(folder)/page.html' 2>/dev/null"
    )
  }

  @discardableResult
  private static func run(_ command: String) -> String {
    guard let pipe = unsafe popen(command, "r") else { return "" }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let got = unsafe fread(&block, 1, block.count, pipe), got > 0 { bytes += block[..<got] }
    unsafe pclose(pipe)
    return String(decoding: bytes, as: UTF8.self)
  }
}
