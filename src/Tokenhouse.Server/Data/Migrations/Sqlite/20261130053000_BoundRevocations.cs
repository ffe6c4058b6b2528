using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class BoundRevocations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RevokedBefore",
                table: "Clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_TenantId_Environment_ClientId_IssuedAt",
                table: "AccessTokens",
                columns: new[] { "TenantId", "Environment", "ClientId", "IssuedAt" },
                filter: "\"RevokedAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AccessTokens_TenantId_Environment_ClientId_IssuedAt",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "RevokedBefore",
                table: "Clients");
        }
    }
}
