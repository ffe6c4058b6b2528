using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Allowlists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "RequiresAllowlist",
                table: "Tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "Sealed",
                table: "Secrets",
                type: "BLOB",
                maxLength: 512,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ApiIdentifier",
                table: "Refusals",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Path",
                table: "Refusals",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "RequiresAllowlist",
                table: "Clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "AllowedNetworks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", nullable: true),
                    Network = table.Column<string>(type: "TEXT", maxLength: 49, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AddedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastMatchedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AllowedNetworks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AllowedNetworks_Clients_Environment_ClientId",
                        columns: x => new { x.Environment, x.ClientId },
                        principalTable: "Clients",
                        principalColumns: new[] { "Environment", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_AllowedNetworks_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AllowlistExemptions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    GrantedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    GrantedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AllowlistExemptions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AllowlistExemptions_Clients_Environment_ClientId",
                        columns: x => new { x.Environment, x.ClientId },
                        principalTable: "Clients",
                        principalColumns: new[] { "Environment", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_Environment_Audience_ExpiresAt",
                table: "AccessTokens",
                columns: new[] { "Environment", "Audience", "ExpiresAt" },
                filter: "\"RevokedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AllowedNetworks_Environment_ClientId",
                table: "AllowedNetworks",
                columns: new[] { "Environment", "ClientId" });

            migrationBuilder.CreateIndex(
                name: "IX_AllowedNetworks_TenantId_Environment_ClientId_Network",
                table: "AllowedNetworks",
                columns: new[] { "TenantId", "Environment", "ClientId", "Network" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AllowedNetworks_TenantId_Environment_Network",
                table: "AllowedNetworks",
                columns: new[] { "TenantId", "Environment", "Network" },
                unique: true,
                filter: "\"ClientId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AllowlistExemptions_Environment_ClientId",
                table: "AllowlistExemptions",
                columns: new[] { "Environment", "ClientId" });

            migrationBuilder.CreateIndex(
                name: "IX_AllowlistExemptions_TenantId_Environment_ClientId",
                table: "AllowlistExemptions",
                columns: new[] { "TenantId", "Environment", "ClientId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AllowedNetworks");

            migrationBuilder.DropTable(
                name: "AllowlistExemptions");

            migrationBuilder.DropIndex(
                name: "IX_AccessTokens_Environment_Audience_ExpiresAt",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "RequiresAllowlist",
                table: "Tenants");

            migrationBuilder.DropColumn(
                name: "Sealed",
                table: "Secrets");

            migrationBuilder.DropColumn(
                name: "ApiIdentifier",
                table: "Refusals");

            migrationBuilder.DropColumn(
                name: "Path",
                table: "Refusals");

            migrationBuilder.DropColumn(
                name: "RequiresAllowlist",
                table: "Clients");
        }
    }
}
