using System.Security.Cryptography;

namespace Tokenhouse.Server.Tokens;

/// <summary>Creates a key pair for one of <see cref="SigningAlgorithms"/>; the caller owns it.</summary>
public delegate AsymmetricAlgorithm KeyPairFactory(string algorithm);
