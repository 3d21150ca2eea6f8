package integration

func (p Props) data() Data {
	return p.Data
}
