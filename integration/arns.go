package integration

// ARNs returns the ARNs that an integration of this package names: they tell where
// the API is deployed.
func ARNs(i Integration) []string {
	inner, _ := Unwrap(i)
	switch of := inner.(type) {
	case lambda:
		return []string{of.arn}
	case s3:
		return []string{of.role}
	case awsService:
		return []string{of.role}
	}
	return nil
}
