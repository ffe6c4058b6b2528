using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SecretAnswersAndHubScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "HubScopes",
                table: "Secrets",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "RequiresPkce",
                table: "Requests",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "AnswerExpiresAt",
                table: "IdempotencyKeys",
                type: "INTEGER",
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
