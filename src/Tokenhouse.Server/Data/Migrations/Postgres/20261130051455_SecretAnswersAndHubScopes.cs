using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SecretAnswersAndHubScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.AddColumn<long>(
                name: "AnswerExpiresAt",
                table: "IdempotencyKeys",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyKeys_AnswerExpiresAt",
                table: "IdempotencyKeys",
                column: "AnswerExpiresAt",
                filter: "\"Sealed\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_IdempotencyKeys_AnswerExpiresAt",
                table: "IdempotencyKeys");

            migrationBuilder.DropColumn(
                name: "HubScopes",
                table: "Secrets");

            migrationBuilder.DropColumn(
                name: "RequiresPkce",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "AnswerExpiresAt",
                table: "IdempotencyKeys");
        }
    }
}
