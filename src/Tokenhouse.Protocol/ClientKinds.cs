namespace Tokenhouse.Protocol;

/// <summary>Which kind may do what; what is not listed is denied.</summary>
public static class ClientKinds
{
    public static bool MayActForItself(this ClientKind kind) => kind is ClientKind.Machine or ClientKind.AppKey;
}
