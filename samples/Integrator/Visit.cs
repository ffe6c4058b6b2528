namespace Integrator;

/// <summary>The state of one browser. A real application has its own signed-in user here, and a database.</summary>
public sealed class Visit
{
    /// <summary>The latest pending sign-in; a second one replaces the first.</summary>
    public SignIn? SignIn { get; set; }

    public Connection? Connection { get; set; }

    /// <summary>Held while the connection is refreshed or ended.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Only for the next page.</summary>
    public Notice? Notice { get; set; }
}
