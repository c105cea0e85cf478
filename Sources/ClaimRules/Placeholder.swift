// ClaimRules
