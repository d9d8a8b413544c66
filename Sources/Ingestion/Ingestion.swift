// The stage's public face stands in Feed/: IngestFeed, IngestOptions, InputFile, IngestUnit, IngestBlock, IngestError.
