public import ArgumentParser
public import ClaimFormats
public import ClaimService

extension AnswerForm: ExpressibleByArgument {}
extension X12Form: ExpressibleByArgument {}
