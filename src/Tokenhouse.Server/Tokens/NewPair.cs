using System.Security.Cryptography;

namespace Tokenhouse.Server.Tokens;

/// <summary>Makes a key pair for one of <see cref="SigningAlgorithms"/>; it belongs to the caller.</summary>
public delegate AsymmetricAlgorithm NewPair(string algorithm);
