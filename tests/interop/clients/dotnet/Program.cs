using Clients;

// Each client is one file. Settings come from the environment, as run.sh and the tests set them.
switch (args[0])
{
    case "asp-net-core":
        AspNetCoreApplication.Run();
        break;
    case "openiddict":
        OpenIddictApplication.Run();
        break;
    case "jwt-bearer":
        JwtBearerApi.Run();
        break;
    case "oidc-client":
        await OidcClientProgram.Run();
        break;
    case "identity-model":
        await IdentityModelProgram.Run();
        break;
    default:
        throw new ArgumentException($"There is no client {args[0]}.");
}
