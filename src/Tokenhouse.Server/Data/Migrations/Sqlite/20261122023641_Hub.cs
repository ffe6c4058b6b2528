using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tokenhouse.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Hub : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Refusals_TenantId_Environment_At",
                table: "Refusals");

            migrationBuilder.AddColumn<bool>(
                name: "ApprovesUatItself",
                table: "Tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "CreatedAt",
                table: "Tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "HubTokenHash",
                table: "Sessions",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MadeBy",
                table: "Secrets",
                type: "TEXT",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Refusals",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Operation",
                table: "Refusals",
                type: "TEXT",
                maxLength: 24,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Person",
                table: "Refusals",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Memberships",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Contracts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "SessionId",
                table: "Codes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Contact",
                table: "Clients",
                type: "TEXT",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "GoLiveOf",
                table: "Clients",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Owner",
                table: "Clients",
                type: "TEXT",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Purpose",
                table: "Clients",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "SeenAt",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 45, nullable: false),
                    CorrelationId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Act = table.Column<string>(type: "TEXT", maxLength: 48, nullable: false),
                    Target = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true),
                    PreviousHash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => new { x.TenantId, x.Sequence });
                });

            migrationBuilder.CreateTable(
                name: "HandOvers",
                columns: table => new
                {
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", nullable: false),
                    MadeBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SpentAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HandOvers", x => x.Hash);
                    table.ForeignKey(
                        name: "FK_HandOvers_Clients_Environment_ClientId",
                        columns: x => new { x.Environment, x.ClientId },
                        principalTable: "Clients",
                        principalColumns: new[] { "Environment", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "IdempotencyKeys",
                columns: table => new
                {
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    RequestHash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: true),
                    Location = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Sealed = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotencyKeys", x => new { x.TenantId, x.ClientId, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "Invitations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    IsMailed = table.Column<bool>(type: "INTEGER", nullable: false),
                    InvitedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Invitations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Invitations_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Reminders",
                columns: table => new
                {
                    SecretId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reminders", x => new { x.SecretId, x.Days, x.ExpiresAt });
                    table.ForeignKey(
                        name: "FK_Reminders_Secrets_SecretId",
                        column: x => x.SecretId,
                        principalTable: "Secrets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Requests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<long>(type: "INTEGER", nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Scopes = table.Column<string>(type: "TEXT", nullable: false),
                    RedirectUris = table.Column<string>(type: "TEXT", nullable: false),
                    Networks = table.Column<string>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Contact = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Comment = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    RequestedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SubmittedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    GoLiveOf = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Requests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Requests_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Usages_Minute",
                table: "Usages",
                column: "Minute");

            migrationBuilder.CreateIndex(
                name: "IX_Usages_TenantId_ClientId_Minute",
                table: "Usages",
                columns: new[] { "TenantId", "ClientId", "Minute" });

            migrationBuilder.CreateIndex(
                name: "IX_Usages_TenantId_Minute_ClientId_Dialect_Environment",
                table: "Usages",
                columns: new[] { "TenantId", "Minute", "ClientId", "Dialect", "Environment" });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_HubTokenHash",
                table: "Sessions",
                column: "HubTokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Secrets_ExpiresAt",
                table: "Secrets",
                column: "ExpiresAt",
                filter: "\"ExpiresAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_At",
                table: "Refusals",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_TenantId_Address_At",
                table: "Refusals",
                columns: new[] { "TenantId", "Address", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_TenantId_At",
                table: "Refusals",
                columns: new[] { "TenantId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_TenantId_ClientId_At",
                table: "Refusals",
                columns: new[] { "TenantId", "ClientId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_TenantId_CorrelationId_At",
                table: "Refusals",
                columns: new[] { "TenantId", "CorrelationId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_TenantId_Kind_At",
                table: "Refusals",
                columns: new[] { "TenantId", "Kind", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_Environment_ClientId",
                table: "HandOvers",
                columns: new[] { "Environment", "ClientId" });

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_ExpiresAt",
                table: "HandOvers",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_TenantId_Environment_ClientId",
                table: "HandOvers",
                columns: new[] { "TenantId", "Environment", "ClientId" });

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyKeys_ExpiresAt",
                table: "IdempotencyKeys",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_ExpiresAt",
                table: "Invitations",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_Hash",
                table: "Invitations",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_TenantId",
                table: "Invitations",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_Reminders_TenantId_Environment",
                table: "Reminders",
                columns: new[] { "TenantId", "Environment" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_State_SubmittedAt",
                table: "Requests",
                columns: new[] { "State", "SubmittedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_TenantId_Environment_CreatedAt",
                table: "Requests",
                columns: new[] { "TenantId", "Environment", "CreatedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Audit");

            migrationBuilder.DropTable(
                name: "HandOvers");

            migrationBuilder.DropTable(
                name: "IdempotencyKeys");

            migrationBuilder.DropTable(
                name: "Invitations");

            migrationBuilder.DropTable(
                name: "Reminders");

            migrationBuilder.DropTable(
                name: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Usages_Minute",
                table: "Usages");

            migrationBuilder.DropIndex(
                name: "IX_Usages_TenantId_ClientId_Minute",
                table: "Usages");

            migrationBuilder.DropIndex(
                name: "IX_Usages_TenantId_Minute_ClientId_Dialect_Environment",
                table: "Usages");

            migrationBuilder.DropIndex(
                name: "IX_Sessions_HubTokenHash",
                table: "Sessions");

            migrationBuilder.DropIndex(
                name: "IX_Secrets_ExpiresAt",
                table: "Secrets");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_At",
                table: "Refusals");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_TenantId_Address_At",
                table: "Refusals");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_TenantId_At",
                table: "Refusals");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_TenantId_ClientId_At",
                table: "Refusals");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_TenantId_CorrelationId_At",
                table: "Refusals");

            migrationBuilder.DropIndex(
                name: "IX_Refusals_TenantId_Kind_At",
                table: "Refusals");

            migrationBuilder.DropColumn(
                name: "ApprovesUatItself",
                table: "Tenants");

            migrationBuilder.DropColumn(
                name: "CreatedAt",
                table: "Tenants");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Tenants");

            migrationBuilder.DropColumn(
                name: "HubTokenHash",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "MadeBy",
                table: "Secrets");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Refusals");

            migrationBuilder.DropColumn(
                name: "Operation",
                table: "Refusals");

            migrationBuilder.DropColumn(
                name: "Person",
                table: "Refusals");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Memberships");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Contracts");

            migrationBuilder.DropColumn(
                name: "SessionId",
                table: "Codes");

            migrationBuilder.DropColumn(
                name: "Contact",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "GoLiveOf",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Owner",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Purpose",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "SeenAt",
                table: "Accounts");

            migrationBuilder.CreateIndex(
                name: "IX_Refusals_TenantId_Environment_At",
                table: "Refusals",
                columns: new[] { "TenantId", "Environment", "At" });
        }
    }
}
