using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddProfiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "IdTokenClaims",
                table: "Codes",
                type: "TEXT",
                maxLength: 4096,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "IgnoredScopes",
                table: "Codes",
                type: "TEXT",
                maxLength: 4096,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "HasClaimsInIdToken",
                table: "Clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "SwitchedOffScopes",
                table: "Clients",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "Locale",
                table: "Accounts",
                type: "TEXT",
                maxLength: 35,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ProfileChangedAt",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IdTokenClaims",
                table: "Codes");

            migrationBuilder.DropColumn(
                name: "IgnoredScopes",
                table: "Codes");

            migrationBuilder.DropColumn(
                name: "HasClaimsInIdToken",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "SwitchedOffScopes",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Locale",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "ProfileChangedAt",
                table: "Accounts");
        }
    }
}
