using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PostLogoutRedirectUris : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PostLogoutRedirectUris",
                table: "Clients",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PostLogoutRedirectUris",
                table: "Clients");
        }
    }
}
