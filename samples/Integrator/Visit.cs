namespace Integrator;

/// <summary>What is known of one browser. A real application has its own signed-in user here, and a database behind.</summary>
public sealed class Visit
{
    /// <summary>The sign-in that was begun last; a second one replaces the first.</summary>
    public SignIn? SignIn { get; set; }

    public Connection? Connection { get; set; }

    /// <summary>Held while the connection is refreshed or ended.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>For the next page alone.</summary>
    public Notice? Notice { get; set; }
}
