using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BoundTenants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "Code",
                table: "Refusals",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(32)",
                oldMaxLength: 32);

            migrationBuilder.AddColumn<List<string>>(
                name: "HubScopes",
                table: "Secrets",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "RequiresPkce",
                table: "Requests",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsProved",
                table: "Refusals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "AnswerExpiresAt",
                table: "IdempotencyKeys",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RevokedBefore",
                table: "Clients",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "UnprovedDays",
                columns: table => new
                {
                    TenantId = table.Column<long>(type: "bigint", nullable: false),
                    Environment = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Day = table.Column<long>(type: "bigint", nullable: false),
                    Rows = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnprovedDays", x => new { x.TenantId, x.Environment, x.Kind, x.Day });
                });

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyKeys_AnswerExpiresAt",
                table: "IdempotencyKeys",
                column: "AnswerExpiresAt",
                filter: "\"Sealed\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_TenantId_Environment_ClientId_IssuedAt",
                table: "AccessTokens",
                columns: new[] { "TenantId", "Environment", "ClientId", "IssuedAt" },
                filter: "\"RevokedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_UnprovedDays_Day",
                table: "UnprovedDays",
                column: "Day");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "UnprovedDays");

            migrationBuilder.DropIndex(
                name: "IX_IdempotencyKeys_AnswerExpiresAt",
                table: "IdempotencyKeys");

            migrationBuilder.DropIndex(
                name: "IX_AccessTokens_TenantId_Environment_ClientId_IssuedAt",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "HubScopes",
                table: "Secrets");

            migrationBuilder.DropColumn(
                name: "RequiresPkce",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "IsProved",
                table: "Refusals");

            migrationBuilder.DropColumn(
                name: "AnswerExpiresAt",
                table: "IdempotencyKeys");

            migrationBuilder.DropColumn(
                name: "RevokedBefore",
                table: "Clients");
        }
    }
}
