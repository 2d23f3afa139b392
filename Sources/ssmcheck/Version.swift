/// The version of the program, which is also part of what makes saved results comparable.
enum Version {
  static let current = "0.1.0"
}
