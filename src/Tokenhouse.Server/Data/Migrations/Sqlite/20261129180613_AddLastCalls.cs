using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddLastCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Secrets_TenantId_Environment",
                table: "Secrets");

            migrationBuilder.CreateIndex(
                name: "IX_Secrets_TenantId_Environment_ClientId",
                table: "Secrets",
                columns: new[] { "TenantId", "Environment", "ClientId" });

            migrationBuilder.CreateTable(
                name: "LastCalls",
                columns: table => new
                {
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Dialect = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LastCalls", x => new { x.TenantId, x.Environment, x.ClientId, x.Dialect });
                    table.ForeignKey(
                        name: "FK_LastCalls_Clients_Environment_ClientId",
                        columns: x => new { x.Environment, x.ClientId },
                        principalTable: "Clients",
                        principalColumns: new[] { "Environment", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_LastCalls_Dialect_At",
                table: "LastCalls",
                columns: new[] { "Dialect", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_LastCalls_Environment_ClientId",
                table: "LastCalls",
                columns: new[] { "Environment", "ClientId" });

            migrationBuilder.Sql(
                """
                INSERT INTO "LastCalls" ("TenantId", "Environment", "ClientId", "Dialect", "At")
                SELECT u."TenantId", u."Environment", u."ClientId", u."Dialect", MAX(u."Minute")
                FROM "Usages" u
                JOIN "Clients" c ON c."Environment" = u."Environment" AND c."Id" = u."ClientId"
                GROUP BY u."TenantId", u."Environment", u."ClientId", u."Dialect"
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LastCalls");

            migrationBuilder.DropIndex(
                name: "IX_Secrets_TenantId_Environment_ClientId",
                table: "Secrets");

            migrationBuilder.CreateIndex(
                name: "IX_Secrets_TenantId_Environment",
                table: "Secrets",
                columns: new[] { "TenantId", "Environment" });
        }
    }
}
