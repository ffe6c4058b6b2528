using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LongerScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "AccessTokenLifetime",
                table: "Apis",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AccessTokenLifetime",
                table: "Apis");
        }
    }
}
