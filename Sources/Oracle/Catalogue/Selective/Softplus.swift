import Arithmetic
import Definitions

extension Form {
  /// A form whose softplus is log(1 + e^x), as in Triton kernels: of a small e^x its relative error is u/e^x.
  static func withSoftplusByLogarithm(_ form: Form) -> Form {
    Form(
      form.name + softplusSuffix, .lessAccurate, form.affine,
      "\(form.summary), with the softplus as log(1 + e^x), which loses small steps")
  }

  fileprivate static let softplusSuffix = "-log-exp"
}

extension Evaluation {
  /// The softplus of x as the form, or the flag `softplus_variant`, says that it is computed.
  func softplus(_ x: N.Real) -> N.Real {
    form.name.hasSuffix(Form.softplusSuffix) || word("softplus_variant") == "log(1+exp)"
      ? N.Real.log(1 + N.Real.exp(x)) : N.Real.softplus(x)
  }
}
