/// The version of the tool, as `--version`, the manifest and the man pages show it.
public let version = "0.1.0"
