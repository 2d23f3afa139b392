import ArgumentParser
import Reports

/// Which forms of a report are written.
struct FormatOptions: ParsableArguments {
  @Flag(help: "Write the report as one self-contained HTML page as well.")
  var html = false

  @Flag(help: "Write the numbers as JSON as well.")
  var json = false

  var formats: Set<ReportFormat> {
    var formats: Set<ReportFormat> = [.markdown]
    if html { formats.insert(.html) }
    if json { formats.insert(.json) }
    return formats
  }
}
