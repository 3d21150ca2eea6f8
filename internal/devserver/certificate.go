package devserver

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Encryption says how to speak TLS.
type Encryption struct {
	On        bool
	Cert, Key string // PEM files; empty: a certificate made here
}

// ErrHalfCertificate says that one of the two files is missing.
var ErrHalfCertificate = errors.New("--tls-cert and --tls-key go together")

// Config returns the server's side of TLS, or nil for none.
func (e Encryption) Config(host string, log *slog.Logger) (*tls.Config, error) {
	switch {
	case (e.Cert == "") != (e.Key == ""):
		return nil, ErrHalfCertificate
	case e.Cert == "" && !e.On:
		return nil, nil
	}
	var certificate tls.Certificate
	var err error
	if e.Cert != "" {
		certificate, err = tls.LoadX509KeyPair(e.Cert, e.Key)
	} else {
		certificate, err = localCertificate(host, log)
	}
	if err != nil {
		return nil, fmt.Errorf("no certificate: %w", err)
	}
	return &tls.Config{
		Certificates: []tls.Certificate{certificate},
		NextProtos:   []string{"h2", "http/1.1"},
		MinVersion:   tls.VersionTLS12,
	}, nil
}

const (
	certificateLife = 365 * 24 * time.Hour
	certificateRest = 30 * 24 * time.Hour // with less left, a new one is made
)

// localCertificate returns the certificate of this machine. It is kept in the user's
// cache, so that who trusts it once does so the next time; where there is no cache,
// it lives as long as the process.
func localCertificate(host string, log *slog.Logger) (tls.Certificate, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return newCertificate(host, "", "")
	}
	dir := filepath.Join(cache, "gatewright", "tls")
	cert, key := filepath.Join(dir, "certificate.pem"), filepath.Join(dir, "key.pem")
	if known, err := tls.LoadX509KeyPair(cert, key); err == nil && serves(known, host, time.Now()) {
		log.Info("the certificate is self-signed", "file", cert)
		return known, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		cert, key = "", ""
	}
	made, err := newCertificate(host, cert, key)
	if err == nil && cert != "" {
		log.Info("made a self-signed certificate", "file", cert)
	}
	return made, err
}

// serves reports whether a certificate is valid for a host for a while.
func serves(c tls.Certificate, host string, now time.Time) bool {
	return c.Leaf != nil && c.Leaf.VerifyHostname(host) == nil && c.Leaf.NotAfter.After(now.Add(certificateRest))
}

// newCertificate creates a certificate for this machine and writes it to files, unless
// they have no names.
func newCertificate(host, certFile, keyFile string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	der, err := signedFor(host, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	secret := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	if certFile != "" {
		if err := errors.Join(os.WriteFile(certFile, cert, 0o600), os.WriteFile(keyFile, secret, 0o600)); err != nil {
			return tls.Certificate{}, err
		}
	}
	return tls.X509KeyPair(cert, secret)
}

// signedFor returns a certificate that a key signs for itself, for the names of this
// machine and a host.
func signedFor(host string, key *ecdsa.PrivateKey) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	c := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "gatewright on this machine"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(certificateLife),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{"localhost", "*.localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if ip := net.ParseIP(host); ip != nil {
		c.IPAddresses = append(c.IPAddresses, ip)
	} else if host != "" && host != "localhost" {
		c.DNSNames = append(c.DNSNames, host)
	}
	return x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
}
