public import ArgumentParser
public import ClaimService

extension AnswerForm: ExpressibleByArgument {}
