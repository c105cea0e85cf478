// ClaimService
