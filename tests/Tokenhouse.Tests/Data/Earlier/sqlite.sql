-- The embedded database of dc2, left by the release before the key ring moved to ASP.NET Core's store for EF Core: commit 4546e54 was started on an empty database with the demonstration of dc2 and
-- the master key in EarlierDatabaseTests, the app key there was sealed as client 12345678, and acme-live got the access token in the file beside this one; then
-- `sqlite3 dc2.db .dump`.
PRAGMA journal_mode=WAL;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO __EFMigrationsHistory VALUES('20261121182209_Initial','10.0.11');
INSERT INTO __EFMigrationsHistory VALUES('20261121204345_People','10.0.11');
INSERT INTO __EFMigrationsHistory VALUES('20261121233624_Allowlists','10.0.11');
INSERT INTO __EFMigrationsHistory VALUES('20261122023641_Hub','10.0.11');
INSERT INTO __EFMigrationsHistory VALUES('20261129172857_SwitchedOffAndSignedIn','10.0.11');
INSERT INTO __EFMigrationsHistory VALUES('20261129180613_AddLastCalls','10.0.11');
INSERT INTO __EFMigrationsHistory VALUES('20261130061645_BoundTenants','10.0.11');
CREATE TABLE IF NOT EXISTS "Apis" (
    "Identifier" TEXT NOT NULL CONSTRAINT "PK_Apis" PRIMARY KEY,
    "Name" TEXT NOT NULL
);
INSERT INTO Apis VALUES('urn:tokenhouse:hub','Tokenhouse Hub');
INSERT INTO Apis VALUES('urn:tokenhouse:hr','HR platform');
INSERT INTO Apis VALUES('urn:tokenhouse:invoices','E-invoicing');
INSERT INTO Apis VALUES('urn:tokenhouse:payments','Payments');
CREATE TABLE IF NOT EXISTS "Changes" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Changes" PRIMARY KEY AUTOINCREMENT,
    "Topic" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "At" INTEGER NOT NULL
);
INSERT INTO Changes VALUES(1,'Tenant','1',1795262400000);
INSERT INTO Changes VALUES(2,'Catalogue','',1795262400000);
INSERT INTO Changes VALUES(3,'Client','hub',1795262400000);
INSERT INTO Changes VALUES(4,'SigningKeys','',1795262400000);
INSERT INTO Changes VALUES(5,'SigningKeys','',1795262400000);
INSERT INTO Changes VALUES(6,'SigningKeys','',1795262400000);
INSERT INTO Changes VALUES(7,'SigningKeys','',1795262400000);
INSERT INTO Changes VALUES(8,'Catalogue','',1795262400000);
INSERT INTO Changes VALUES(9,'Client','hr-api',1795262400000);
INSERT INTO Changes VALUES(10,'Client','payments-api',1795262400000);
INSERT INTO Changes VALUES(11,'Client','invoices-api',1795262400000);
INSERT INTO Changes VALUES(12,'Client','hub-api',1795262400000);
INSERT INTO Changes VALUES(13,'Account','01a1fdfa-4600-7068-a173-a7db1ea56af4',1795262400000);
INSERT INTO Changes VALUES(14,'Tenant','218',1795262400000);
INSERT INTO Changes VALUES(15,'Client','acme-live',1795262400000);
INSERT INTO Changes VALUES(16,'Client','acme-uat',1795262400000);
INSERT INTO Changes VALUES(17,'Account','01a1fdfa-4600-74c1-a751-dca38a6aa767',1795262400000);
INSERT INTO Changes VALUES(18,'Account','01a1fdfa-4600-79c8-8a07-eeefaf632268',1795262400000);
INSERT INTO Changes VALUES(19,'Account','01a1fdfa-4600-7e7b-8ec9-a964ade12e31',1795262400000);
INSERT INTO Changes VALUES(20,'Client','12345678',1795262400000);
CREATE TABLE IF NOT EXISTS "ProtectionKeys" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_ProtectionKeys" PRIMARY KEY,
    "Xml" TEXT NOT NULL
);
INSERT INTO ProtectionKeys VALUES('01A1FDFA-4600-7543-87B1-09A4D8D2C752','<key id="2c06f6b2-d20a-4f3b-922b-675a870af22c" version="1"><creationDate>2026-11-30T08:27:09.0280762Z</creationDate><activationDate>2026-11-30T08:27:09.0280762Z</activationDate><expirationDate>2027-02-28T08:27:09.0280762Z</expirationDate><descriptor deserializerType="Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel.AuthenticatedEncryptorDescriptorDeserializer, Microsoft.AspNetCore.DataProtection, Version=10.0.0.0, Culture=neutral, PublicKeyToken=adb9793829ddae60"><descriptor><encryption algorithm="AES_256_CBC" /><validation algorithm="HMACSHA256" /><encryptedSecret decryptorType="Tokenhouse.Server.Hosting.Sealing.MasterKeyDecryptor, Tokenhouse.Server, Version=0.1.0.0, Culture=neutral, PublicKeyToken=null" xmlns="http://schemas.asp.net/2015/03/dataProtection"><masterKey id="ac4df96b" xmlns="">oepAaPKw+KOoQlPHmz20c73mvhUNtpg/SoH/vbNr4EvgFtkRr6Gvw58N/k0UvXqXAPB3lOe0DC9biUIIxS1rj6DDKLISRWnCG87v5MqhYjk1Zbrm5BoUFGDbltJtmNjAY8j5+L942QSbo51hG+7eZRc1WHHyZ/TzYH05lhOOSapNER/GrTYRgJIM2ZRYOV+kL/7SXTdsNaA1r9fIU2Dk6OPcvH2PFF2U0V+FsPOOrelrAPlL4Sx91VHmgSkz5ism5+pmFzSFmtmMRWalEUki4BoOtaAlhk3lRuj757/PJu78zfN9SmZBy+WOcFyCy7iu59we/XU652ckINoYB7IsqasFoCuRH7Kyl62r7NAws2kV2t1apC/5+n+V9Wk2d9OTtLogQau1fVmrUA==</masterKey></encryptedSecret></descriptor></descriptor></key>');
CREATE TABLE IF NOT EXISTS "Refusals" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Refusals" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NULL,
    "Dialect" TEXT NOT NULL,
    "Code" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "Address" TEXT NOT NULL,
    "CorrelationId" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "Count" INTEGER NOT NULL
, "ApiIdentifier" TEXT NULL, "Path" TEXT NULL, "Kind" TEXT NOT NULL DEFAULT '', "Operation" TEXT NOT NULL DEFAULT '', "Person" TEXT NULL, "IsProved" INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS "SigningKeys" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SigningKeys" PRIMARY KEY,
    "Environment" TEXT NOT NULL,
    "Algorithm" TEXT NOT NULL,
    "Generation" INTEGER NOT NULL,
    "Sealed" BLOB NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "SignsAt" INTEGER NOT NULL
);
INSERT INTO SigningKeys VALUES('BkjQb0OHunPxjmMkPV4lAouWuA2lIAWYWpe9m7ZfLtM','LIVE','ES256',1,X'09f0c9f0b2f6062c0ad23b4f922b675a870af22cc2192f18f384e299994a6a48f9ebe1fd0da288cddcf1f3f23b377d914783934768212f9082ddc80688c9d8150298cb9337e94ab490e0f8d061bd66db41db355b59036ea2b6992de8b8397861dead4ac73aa6491f73e0bdb02710cf771354f126e8bf10ff556e9d7d3fadeda5e44fe7dedb7469bc369a311aea7d9dafa1eff04d6fd1729963cc4682bdd90804e8f5a0eafbe2c8a6124cba4a004192358ca471e71972b3571cf6babbc5d1ada0f953db43d974dd916a747216eb82549299003fcb810ed7056e74af434b8bb20196f5865a',1795262400000,1795262400000);
INSERT INTO SigningKeys VALUES('7fMexWS82pmTBwPZDNiA5-oQ0n_IvaycZpbQxyk1sI8','LIVE','RS256',1,X'09f0c9f0b2f6062c0ad23b4f922b675a870af22c89e4487102684a8b2502d93f52b8228a19174f277fd3cfb5e815ee7fa55e9acdf34ce56e9a844ea6e663dd0f3fd0d4cdb6f9f7083d013434861adaca03a47c70c92eedaf2387b23877aceeb0d15142ad65f6decbc90ed244e48bd732cd849b8b52ca4a49c0a6dfec16ee8d0d0a93f4e8070c9b3b5fd36e3fd5790c5c5aa85652b0231bfab37c05cfdff44c1bcfdef37d7895d119d45b36c06b6006c35548da79c88d3f07605f2e4d02105ed13878e42c135804114b1a37c1aa35b678f92daa859f4ad61ee3c7399dc96d7294686d1c488344fb20df56d33a45a10ed8c157128510688149ec247f26824efdc4d1bae90705845e951125cd04e518edbd439738b988f85108dd7395e71392841e776e6f68d37cee3e64d3f9c0567275d86c398a8a9bb068bd79f02ca6d4f393bec43cb9e24ca691ce52ad30d8b7c04100a8f8fe1c5925fbe241e776082ef99d6f743a06ee6cc786b352f6df02167a67de0296ec25d58c27500f4519f2356956a181c82ced99ca5f9e38201f392cef974e0010a6d09f654bb0f0e3644eb3af1c99c332ea7336d33c69aa12e68cf35a03215aec771fc82948b9b355443c4f8c05a8ca7ab14fc3e794975cb0b180be63e6bdc1d49c41e1dd1d5261b0d2b6626abf6cd8c3c9ace3aa92eab3b6153c30ffd8e3f450718b2fb3fefca55d50e4051f28e333c55d4eb846a2180b499d903c4aa8dd48e6f5df7da196f6b9b3628de2f375b3c971ebc4a94962cab9ac0bf39841ec2fcdba1eede26e95958a56e7cb918581d9cd78cb0d04a257fcd17d42e379e4620b49fbc5c785cbac1fad8c7d7fd0f1ef604636a734e23b3928436c04584f37943b0617210ff695b6801f3e62bf358568e86288ee7648cf4411d1154b9c17f1ad20f431a6796e063fe6b4160a0bd73e1798b6640ecbdaf01bd6984c777ef1da81655ebee524a7d70369a77cfae9f8392b75412fbca1fc5a869d01dd3b1ca3746706ef620da722164281b007cbf93223eb72308f7ce113fcec99014409e5a78ab924a25c0142137c0f311b402bb9e163414466180db92642c13a824bdc8021b3d5142267c9b05e51a6c493ae357f45d75296bb2129133463c888aabfb679258476db244cd4d155f75a1c9436a8aaf4d6072d316402176d285d8d69eabd674955dbe4e508a944c56875157795e19a8c42244df489bd9802a6d884fee7adb35aa601e099a8c58282a6cb099dc9eb58ab202669bd01c62ce33b54f8af0e62ccb2b18c1c43dbdc812752359350233fffd4a2dea3fc4fc6d048b6f594ce168232ac82c4a495cd49bd260b66f92e4f16a148fb5558eb232da41a5fa6f38b1a24706d77f7b67a7a23eb7fb9e1732ee32183105cbf851e3cb7561bab4a244d3abb7f236472f9e46a768eb547813a62b19f4bb07962ba95ee043dfb43cb69267bb59eb6924c4d26bad80cc55c2a4ef249dd2ff9c7ea8d3b19d082ef8d7d6397e884fef476113efee5c13efcc951c52223712167efcca2fbc8150038cd7c75b3fc8515f81c02b48a08df668ec862d088ceb86239406d3b32cc72a6ef23406b8d077e773086ad37cb2ab4a779981f5cc20e3ed4e13f11b437c8e5ea9ce8162a36606f29fccc9904657cb9a54e373d483263636811977d616c9beb03a03905066a0415066c3b16c716b135219dc3846b28b1eeacae855b9ab5a1549e2276ad188f4326173e4751f4d2831ee37d8840106af397f6222ec2863d06e9228c3dbb822719c4783a9b43db965e5f5b64981571d6595214a171224fbec60379814712cab60fa94853a060ea4096760f0d167a6c3c64ca9e14b83ca2fb2000ec',1795262400000,1795262400000);
INSERT INTO SigningKeys VALUES('oNktpC0jfhvcvz5nCGiiz2CkTuYindqPEE-QwjShF9k','UAT','ES256',1,X'09f0c9f0b2f6062c0ad23b4f922b675a870af22c4eee58178c7974c8b88fdfaa80ce73f108f9234026064684a1cf32901227ac34ba44729a3c67f9f668d77e531ae603f1339d400094549c7e835a7cd1aa303df8f1cb94b1d1252659721922a3e7762d0d58a3b66f444b6277d7a830b954d2398b763fa737b56f77a4c9f17600f38c52c7d4c8f9a25f0daced7fe4e06508aac076268f5239702c949c61836ce42b9ff2b29ea49ef2dd7dcb0a232818f15ff375dd1c7d351f5ffca5130d3e3ebea799447372798a99ce7ebc3dca4c46dbeb1b0c2f86eda54b3a8920f2dbc3fa6c1e6293d5',1795262400000,1795262400000);
INSERT INTO SigningKeys VALUES('O1scaywSMh0MKi0ku8ha2FlFAhLL63F7I30HEhJqb-E','UAT','RS256',1,X'09f0c9f0b2f6062c0ad23b4f922b675a870af22c00e83dd938cd903332fbb8549d40a8e78e704396e387eac005c1615c83fcc085d706a9aee3bde920b63f802db8bb1b6749a3ab2bc00e6454363ab5c80d29c075c8ea1eefcd5797cd42ae89be1392e6b9b2b83507fb689981d52a10843919ef404a00f573b9a320eeca9c4bbc1d9991c6c3213893cb9e9754a55077ce110ca7ef4720acb944599ff1e507df41be669ee1a81f005240168e49f6a5c0f192bc35a1da20b3ff950a20ba2f3d7d9ff5eb84021952a81fa636ae2ed5a0764d931df74ed6e55729a4c717e4807fc5eefb6cc75ae8248cf3d6596b4fa778d96d4b31944f0be2c35d9d87319b0d15d7a02ae574db87c1a170f539b530934700363394ba656bc168eda143d6a0a92ecaf77d4d6d172fbfddbcb583fe86c4d3c658f7cc9373182b0f351730c542b18e1bd3a81f767a2a9592ce4ad593844811e686a55394c074afb7caac0b1f8e9804e29e9b653d27e1436caeafa7b9708f7b356a4120584dccae727138680a553d44663f5b1bc7ed36b33c239bcf76ee75b93e5fe134b7dc47e0ac63c34a932d4252cd5e56b485ba1b2bbbac378d6ae28813780884f326c51e38d64f46693121225d275ca700353e5c9a7b7395462ad7246268ef1893553b5c108fd318ef072ef728d01b290cb50a6ae38803e7a95eba4a455f51ff31b9094ada34a0c9a15d72f1ac9a1ca366e9d9f917fe73029221bb6286d63754965791ffd96f955e1a19319589245f7cbea0311c919c055d0b717a5ab47c9ba1d862addf93d4bdd69c6fed3ec666a0c3b17813e336ce6c86974012760635c6c25f0e2e0a8bea78ee0f2584870c0879c167efb3f04b7c640518a85c15cc835234fba93ccac48c25b0456683acece85bcd5a313c0f5124c2d001bb58b998799ded53cebb0566e8ad3a1c9990ccfd931589715732cebb21afde6b26a549fe2ed90024cc11bc209e352b34a0bcd894a0227ce51dd08d596a655a955b45046a4d3ee54a3d8d93e732077f9e1e9d625f4aeca9b13e1170500d169c6cf0cb1e4e45ac027314744033563d91bb7f71384b31af890c8ee62b58cbebcebaa49aac82e4a4586297ad52936cfe70e88a15b00909c14b984d5667c1155eaad3b95dad846c4688d5fca51aad9b9acede1de32c883ed04c24fd871f2bd0861f65f3ae7cbbe7fa2e51cfacdca2b4c5a982a7e11a9ab8c790e84e3bc63f736468522c771158b118d68a7e09b7fb739bc95ec154b7da378fd9f0579bb82f5c456d44b6792072bd7ee2c17a676cbcca36fe6ebd42e660d7727af563d473dc4d5133b0e9781967f2f4c026b494fdaba77142c746723ac4eef9549bfdb3c5811f85671ec12a6ded55d901f12eade85c7d310bbf6684de2d6f4fd02929d9c25d9fc7eab85e07bec3a335401fb4adc620c64d0e0d89284eac2cd6b832f94deeeca4db04ed3d4e092f5a51a04ca2454797684959c17fd382c74fb9681352ce14bbad6eacb7a1245b0bc40b56ade95a8f4539fe57fa6e74afc1568860e31a2a1d7a79902bf8f468c567673762796fba1922331905fcca4632be0ca33e749904bbf4ee3695aac7c3d6fcb49209ec5b430ae3c1a8534b392a1306beca4988393903fe0816df473295b59da21bec3dc62bd8335c8ab1b3a52366e7058bd006eb0ebbbf9eff8bfb378ee2cd9f5b6f041df429089a047950973d6be6155f92e364910fb1403bce8aeeeb04fb6a6d0a2dd0035aa6b3d95279279226bf7f0974dad1d201676bc877f8525d351010f2f71d70b501fcc13e40b3c357e0499deae45ed851b4235956a0dcee71081df46515f564b7867e2f4e2f84eadb8e697b9f4cce0039',1795262400000,1795262400000);
CREATE TABLE IF NOT EXISTS "Tenants" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Tenants" PRIMARY KEY,
    "Slug" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Dialects" TEXT NOT NULL,
    "DisabledAt" INTEGER NULL
, "FamilyLifetime" INTEGER NULL, "IdleLifetime" INTEGER NULL, "PrefersJwt" INTEGER NOT NULL DEFAULT 0, "RequiresAllowlist" INTEGER NOT NULL DEFAULT 0, "ApprovesUatItself" INTEGER NOT NULL DEFAULT 0, "CreatedAt" INTEGER NOT NULL DEFAULT 0, "Version" INTEGER NOT NULL DEFAULT 0);
INSERT INTO Tenants VALUES(1,'vendor','Vendor','["Connect"]',NULL,NULL,NULL,0,0,0,-62135596800000,0);
INSERT INTO Tenants VALUES(218,'acme','Acme','["Connect"]',NULL,NULL,NULL,0,0,1,-62135596800000,0);
CREATE TABLE IF NOT EXISTS "Usages" (
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "Dialect" TEXT NOT NULL,
    "Minute" INTEGER NOT NULL,
    "Issued" INTEGER NOT NULL,
    CONSTRAINT "PK_Usages" PRIMARY KEY ("TenantId", "Environment", "ClientId", "Dialect", "Minute")
);
INSERT INTO Usages VALUES(218,'LIVE','acme-live','Connect',1795262400000,1);
CREATE TABLE IF NOT EXISTS "Scopes" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_Scopes" PRIMARY KEY,
    "ApiIdentifier" TEXT NOT NULL,
    CONSTRAINT "FK_Scopes_Apis_ApiIdentifier" FOREIGN KEY ("ApiIdentifier") REFERENCES "Apis" ("Identifier") ON DELETE RESTRICT
);
INSERT INTO Scopes VALUES('hub.allowlists.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.allowlists.write','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.audit.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.contracts.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.contracts.write','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.credentials.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.credentials.write','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.log.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.people.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.people.write','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.requests.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.requests.write','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.sign-in','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.tenants.read','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('hub.tenants.write','urn:tokenhouse:hub');
INSERT INTO Scopes VALUES('Public.Applicant.Read','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Applicant.Write','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Application.Read','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Application.Write','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Document.Read','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Document.Write','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.HrCore.Write','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Job.Read','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Job.Write','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Offer.Read','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('Public.Offer.Write','urn:tokenhouse:hr');
INSERT INTO Scopes VALUES('all','urn:tokenhouse:invoices');
INSERT INTO Scopes VALUES('payments.read','urn:tokenhouse:payments');
INSERT INTO Scopes VALUES('payments.write','urn:tokenhouse:payments');
CREATE TABLE IF NOT EXISTS "Clients" (
    "Id" TEXT NOT NULL,
    "Environment" TEXT NOT NULL,
    "TenantId" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Scopes" TEXT NOT NULL,
    "ApiIdentifier" TEXT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "DisabledAt" INTEGER NULL, "FamilyLifetime" INTEGER NULL, "IdTokenAlgorithm" TEXT NULL, "IdleLifetime" INTEGER NULL, "RedirectUris" TEXT NOT NULL DEFAULT '[]', "RefreshGrace" INTEGER NULL, "RequiresPkce" INTEGER NOT NULL DEFAULT 0, "RequiresAllowlist" INTEGER NOT NULL DEFAULT 0, "Contact" TEXT NOT NULL DEFAULT '', "GoLiveOf" TEXT NULL, "Owner" TEXT NOT NULL DEFAULT '', "Purpose" TEXT NOT NULL DEFAULT '', "Version" INTEGER NOT NULL DEFAULT 0, "DisabledBy" TEXT NULL, "IsDisabledByVendor" INTEGER NOT NULL DEFAULT 0, "RevokedBefore" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "PK_Clients" PRIMARY KEY ("Environment", "Id"),
    CONSTRAINT "FK_Clients_Apis_ApiIdentifier" FOREIGN KEY ("ApiIdentifier") REFERENCES "Apis" ("Identifier") ON DELETE RESTRICT,
    CONSTRAINT "FK_Clients_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE RESTRICT
);
INSERT INTO Clients VALUES('hub','LIVE',1,'Browser','Tokenhouse Hub','["hub.sign-in"]',NULL,1795262400000,NULL,NULL,NULL,NULL,'["http://hub.dc2.localhost:5080/sign-in/callback"]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('hub-api','LIVE',1,'Api','hub-api','[]','urn:tokenhouse:hub',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('hub-api','UAT',1,'Api','hub-api','[]','urn:tokenhouse:hub',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('acme-live','LIVE',218,'Machine','acme-live','["Public.Application.Read","Public.Application.Write","Public.Applicant.Read","Public.Applicant.Write","Public.Job.Read","Public.Job.Write","Public.Offer.Read","Public.Offer.Write","Public.Document.Read","Public.Document.Write"]',NULL,1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('hr-api','LIVE',1,'Api','hr-api','[]','urn:tokenhouse:hr',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('invoices-api','LIVE',1,'Api','invoices-api','[]','urn:tokenhouse:invoices',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('payments-api','LIVE',1,'Api','payments-api','[]','urn:tokenhouse:payments',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('acme-uat','UAT',218,'Machine','acme-uat','["Public.Application.Read","Public.Application.Write","Public.Applicant.Read","Public.Applicant.Write","Public.Job.Read","Public.Job.Write","Public.Offer.Read","Public.Offer.Write","Public.Document.Read","Public.Document.Write"]',NULL,1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('hr-api','UAT',1,'Api','hr-api','[]','urn:tokenhouse:hr',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('invoices-api','UAT',1,'Api','invoices-api','[]','urn:tokenhouse:invoices',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('payments-api','UAT',1,'Api','payments-api','[]','urn:tokenhouse:payments',1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
INSERT INTO Clients VALUES('12345678','LIVE',218,'AppKey','Keys','["Public.Job.Read"]',NULL,1795262400000,NULL,NULL,NULL,NULL,'[]',NULL,0,0,'',NULL,'','',0,NULL,0,0);
CREATE TABLE IF NOT EXISTS "Contracts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Contracts" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "Scopes" TEXT NOT NULL,
    "From" INTEGER NOT NULL,
    "Until" INTEGER NULL, "Version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "FK_Contracts_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE RESTRICT
);
INSERT INTO Contracts VALUES('01A1FDFA-4600-79C2-A551-C035E31C2889',218,'UAT','["Public.Application.Read","Public.Application.Write","Public.Applicant.Read","Public.Applicant.Write","Public.Job.Read","Public.Job.Write","Public.Offer.Read","Public.Offer.Write","Public.Document.Read","Public.Document.Write"]',1767225600000,NULL,0);
INSERT INTO Contracts VALUES('01A1FDFA-4600-7F3C-887F-2DC088ABCE65',218,'LIVE','["Public.Application.Read","Public.Application.Write","Public.Applicant.Read","Public.Applicant.Write","Public.Job.Read","Public.Job.Write","Public.Offer.Read","Public.Offer.Write","Public.Document.Read","Public.Document.Write"]',1767225600000,NULL,0);
CREATE TABLE IF NOT EXISTS "Secrets" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Secrets" PRIMARY KEY,
    "ClientId" TEXT NOT NULL,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "Hash" BLOB NOT NULL,
    "Hint" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NULL,
    "DisabledAt" INTEGER NULL,
    "LastUsedAt" INTEGER NULL, "Sealed" BLOB NULL, "MadeBy" TEXT NOT NULL DEFAULT '', "HubScopes" TEXT NULL,
    CONSTRAINT "FK_Secrets_Clients_Environment_ClientId" FOREIGN KEY ("Environment", "ClientId") REFERENCES "Clients" ("Environment", "Id") ON DELETE CASCADE
);
INSERT INTO Secrets VALUES('01A1FDFA-4600-7AD2-938E-C90A9C030DE0','hub-api',1,'UAT',X'5d8220313b4c9cf34a55a525c2cb624bd2d1548e76719e1ad9fc0a285b581076','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-7AE7-AB8E-0353EA9A92E3','hub-api',1,'LIVE',X'5d8220313b4c9cf34a55a525c2cb624bd2d1548e76719e1ad9fc0a285b581076','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-708A-8F50-DEADBBE68FD8','payments-api',1,'UAT',X'83d61c39fb559525ecfbc2d073db8c0a0f14d17eb0139ca272b05cbbf6473c6e','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-7216-9A89-CB5E640FD80B','hr-api',1,'UAT',X'fa8f384543d475c911321ec901fd1acb99d7be54e05a51711b01ee8903d73638','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-72B8-ACFD-08F3D957A616','hr-api',1,'LIVE',X'fa8f384543d475c911321ec901fd1acb99d7be54e05a51711b01ee8903d73638','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-73AB-B81F-C54C49370DA8','invoices-api',1,'LIVE',X'ca5f11962f22e249ea2d1c67f823326027e609c389d5ae2b2dc23c0c4fe7a3d6','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-7438-9DDF-B1D43DC1CC07','payments-api',1,'LIVE',X'83d61c39fb559525ecfbc2d073db8c0a0f14d17eb0139ca272b05cbbf6473c6e','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-788A-9C7F-174B08E77319','acme-live',218,'LIVE',X'e11bb6ca7526fae3af0d4e2a2ddcc6f9110504e5e2b424df0828e86608908ce4','ret',1795262400000,NULL,NULL,1795262400000,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-7CAB-BDA1-E3846ED60A7A','invoices-api',1,'UAT',X'ca5f11962f22e249ea2d1c67f823326027e609c389d5ae2b2dc23c0c4fe7a3d6','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-7D81-86D2-6370880CC665','acme-uat',218,'UAT',X'4d3ad1214762f1fe863ab23dbff983d470c677cbc0ea06ea4f94d38d03e0995e','ret',1795262400000,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO Secrets VALUES('01A1FDFA-4600-7A00-A8DE-2ED0AA6C2B43','12345678',218,'LIVE',X'0701ffa1367a77008c43c5bc79d04482507d3ca4eeddc60acb2e7dc6db38e2b9','ts0',1795262400000,NULL,NULL,NULL,X'09f0c9f0b2f6062c0ad23b4f922b675a870af22c2ef8ae71c1c2e9b1729cc5597a10a5dc28a5172dd23ecd79f93da6caf8fa8bd44858cb54ec444a51df8d45cd18bead65239aaeb0d4f1bae231b73148d6ed8f666c1c85868849e6802456ef08f21c082d81cd1931eba52677263ab09f3ae249dfb0983dea170cdccd5090a3df367b171e','',NULL);
CREATE TABLE IF NOT EXISTS "AccessTokens" (
    "Hash" BLOB NOT NULL CONSTRAINT "PK_AccessTokens" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "FamilyId" TEXT NULL,
    "AccountId" TEXT NULL,
    "Audience" TEXT NOT NULL,
    "Scope" TEXT NOT NULL,
    "IssuedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "RevokedAt" INTEGER NULL
);
CREATE TABLE IF NOT EXISTS "Accounts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Accounts" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "DisabledAt" INTEGER NULL,
    "LastTotpStep" INTEGER NOT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" INTEGER NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
, "SeenAt" INTEGER NULL);
INSERT INTO Accounts VALUES('01A1FDFA-4600-7068-A173-A7DB1EA56AF4','Oda Perk',1795262400000,NULL,0,'operator@tokenhouse.example','OPERATOR@TOKENHOUSE.EXAMPLE','operator@tokenhouse.example','OPERATOR@TOKENHOUSE.EXAMPLE',1,'AQAAAAIAAABkAAAAEL2yfR6vUCSJ8APgnZ6cygpmdOajqeAGczTnj/6hQQ9/EY7lmFpORyDz14GufDDJ1A==','TqznXN-Wccwy3mQA6sjOh30-nIi6seMQJeUrOa2TfQs','3da3f8ed-f685-4c56-a561-3d5d991f2986',NULL,0,0,NULL,0,0,NULL);
INSERT INTO Accounts VALUES('01A1FDFA-4600-74C1-A751-DCA38A6AA767','Maya Reed',1795262400000,NULL,0,'manager@acme.example','MANAGER@ACME.EXAMPLE','manager@acme.example','MANAGER@ACME.EXAMPLE',1,'AQAAAAIAAABkAAAAEL2yfR6vUCSJ8APgnZ6cygpmdOajqeAGczTnj/6hQQ9/EY7lmFpORyDz14GufDDJ1A==','5lCiYq9VaBXFOg07vXG3LXJ0h2NfYr6QT3xn68BtfKg','b396b36a-ac9f-4510-9cfc-ec3edc1d1dce',NULL,0,0,NULL,0,0,NULL);
INSERT INTO Accounts VALUES('01A1FDFA-4600-79C8-8A07-EEEFAF632268','Dev Shah',1795262400000,NULL,0,'developer@acme.example','DEVELOPER@ACME.EXAMPLE','developer@acme.example','DEVELOPER@ACME.EXAMPLE',1,'AQAAAAIAAABkAAAAEL2yfR6vUCSJ8APgnZ6cygpmdOajqeAGczTnj/6hQQ9/EY7lmFpORyDz14GufDDJ1A==','lUVf3l0bBxhm9tzKfLJaibFReDW3UXbgsaXWlzzUG_I','dbdb166a-e21c-468a-94d9-00a60cad3140',NULL,0,0,NULL,0,0,NULL);
INSERT INTO Accounts VALUES('01A1FDFA-4600-7E7B-8EC9-A964ADE12E31','Rea Lind',1795262400000,NULL,0,'reader@acme.example','READER@ACME.EXAMPLE','reader@acme.example','READER@ACME.EXAMPLE',1,'AQAAAAIAAABkAAAAEL2yfR6vUCSJ8APgnZ6cygpmdOajqeAGczTnj/6hQQ9/EY7lmFpORyDz14GufDDJ1A==','ahVxUAuLtA4VszYQZXXRX3DinPC1_-KkD9FpWsPRKkI','faa7b359-0006-4598-ad55-47a1476b1d84',NULL,0,0,NULL,0,0,NULL);
CREATE TABLE IF NOT EXISTS "Codes" (
    "Hash" BLOB NOT NULL CONSTRAINT "PK_Codes" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "Dialect" TEXT NOT NULL,
    "RedirectUri" TEXT NOT NULL,
    "Scope" TEXT NOT NULL,
    "Challenge" TEXT NULL,
    "Nonce" TEXT NULL,
    "AuthenticatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "SpentAt" INTEGER NULL,
    "FamilyId" TEXT NOT NULL
, "SessionId" TEXT NULL);
CREATE TABLE IF NOT EXISTS "Consents" (
    "AccountId" TEXT NOT NULL,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "Scopes" TEXT NOT NULL,
    "AgreedAt" INTEGER NOT NULL,
    "UsedAt" INTEGER NULL,
    CONSTRAINT "PK_Consents" PRIMARY KEY ("TenantId", "Environment", "ClientId", "AccountId")
);
CREATE TABLE IF NOT EXISTS "Families" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Families" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "Scope" TEXT NOT NULL,
    "AuthenticatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "UsedAt" INTEGER NOT NULL,
    "EndedAt" INTEGER NULL,
    "EndReason" TEXT NULL
);
CREATE TABLE IF NOT EXISTS "Leases" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_Leases" PRIMARY KEY,
    "Holder" TEXT NOT NULL,
    "Until" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS "RefreshTokens" (
    "Hash" BLOB NOT NULL CONSTRAINT "PK_RefreshTokens" PRIMARY KEY,
    "FamilyId" TEXT NOT NULL,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "Dialect" TEXT NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "SpentAt" INTEGER NULL,
    "GraceEndsAt" INTEGER NULL,
    "SuccessorHash" BLOB NULL,
    "Successor" BLOB NULL
);
CREATE TABLE IF NOT EXISTS "Throttles" (
    "Key" BLOB NOT NULL CONSTRAINT "PK_Throttles" PRIMARY KEY,
    "Failures" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS "AccountClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AccountClaims" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AccountClaims_Accounts_UserId" FOREIGN KEY ("UserId") REFERENCES "Accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "AccountLogins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_AccountLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_AccountLogins_Accounts_UserId" FOREIGN KEY ("UserId") REFERENCES "Accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "AccountTokens" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_AccountTokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_AccountTokens_Accounts_UserId" FOREIGN KEY ("UserId") REFERENCES "Accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "Links" (
    "Hash" BLOB NOT NULL CONSTRAINT "PK_Links" PRIMARY KEY,
    "Purpose" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "SpentAt" INTEGER NULL,
    CONSTRAINT "FK_Links_Accounts_AccountId" FOREIGN KEY ("AccountId") REFERENCES "Accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "Memberships" (
    "AccountId" TEXT NOT NULL,
    "TenantId" INTEGER NOT NULL,
    "Role" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL, "Version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "PK_Memberships" PRIMARY KEY ("AccountId", "TenantId"),
    CONSTRAINT "FK_Memberships_Accounts_AccountId" FOREIGN KEY ("AccountId") REFERENCES "Accounts" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_Memberships_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE RESTRICT
);
INSERT INTO Memberships VALUES('01A1FDFA-4600-7068-A173-A7DB1EA56AF4',1,'Manager',1795262400000,0);
INSERT INTO Memberships VALUES('01A1FDFA-4600-74C1-A751-DCA38A6AA767',218,'Manager',1795262400000,0);
INSERT INTO Memberships VALUES('01A1FDFA-4600-79C8-8A07-EEEFAF632268',218,'Developer',1795262400000,0);
INSERT INTO Memberships VALUES('01A1FDFA-4600-7E7B-8EC9-A964ADE12E31',218,'Reader',1795262400000,0);
CREATE TABLE IF NOT EXISTS "Passkeys" (
    "CredentialId" BLOB NOT NULL CONSTRAINT "PK_Passkeys" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "Data" TEXT NOT NULL,
    CONSTRAINT "FK_Passkeys_Accounts_UserId" FOREIGN KEY ("UserId") REFERENCES "Accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "Sessions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Sessions" PRIMARY KEY,
    "TokenHash" BLOB NOT NULL,
    "AccountId" TEXT NOT NULL,
    "Methods" TEXT NOT NULL,
    "AuthenticatedAt" INTEGER NOT NULL,
    "SeenAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "Address" TEXT NOT NULL,
    "Browser" TEXT NOT NULL, "HubTokenHash" BLOB NULL,
    CONSTRAINT "FK_Sessions_Accounts_AccountId" FOREIGN KEY ("AccountId") REFERENCES "Accounts" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "AllowedNetworks" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AllowedNetworks" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NULL,
    "Network" TEXT NOT NULL,
    "Label" TEXT NOT NULL,
    "AddedBy" TEXT NOT NULL,
    "AddedAt" INTEGER NOT NULL,
    "LastMatchedAt" INTEGER NULL,
    CONSTRAINT "FK_AllowedNetworks_Clients_Environment_ClientId" FOREIGN KEY ("Environment", "ClientId") REFERENCES "Clients" ("Environment", "Id") ON DELETE CASCADE,
    CONSTRAINT "FK_AllowedNetworks_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "AllowlistExemptions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AllowlistExemptions" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "GrantedBy" TEXT NOT NULL,
    "GrantedAt" INTEGER NOT NULL,
    "EndsAt" INTEGER NOT NULL,
    "WithdrawnAt" INTEGER NULL,
    "WithdrawnBy" TEXT NULL,
    CONSTRAINT "FK_AllowlistExemptions_Clients_Environment_ClientId" FOREIGN KEY ("Environment", "ClientId") REFERENCES "Clients" ("Environment", "Id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "Audit" (
    "TenantId" INTEGER NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "At" INTEGER NOT NULL,
    "Actor" TEXT NOT NULL,
    "Address" TEXT NOT NULL,
    "CorrelationId" TEXT NOT NULL,
    "Act" TEXT NOT NULL,
    "Target" TEXT NOT NULL,
    "Environment" TEXT NULL,
    "Before" TEXT NULL,
    "After" TEXT NULL,
    "PreviousHash" BLOB NOT NULL,
    "Hash" BLOB NOT NULL,
    CONSTRAINT "PK_Audit" PRIMARY KEY ("TenantId", "Sequence")
);
CREATE TABLE IF NOT EXISTS "HandOvers" (
    "Hash" BLOB NOT NULL CONSTRAINT "PK_HandOvers" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "MadeBy" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "SpentAt" INTEGER NULL,
    CONSTRAINT "FK_HandOvers_Clients_Environment_ClientId" FOREIGN KEY ("Environment", "ClientId") REFERENCES "Clients" ("Environment", "Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "IdempotencyKeys" (
    "TenantId" INTEGER NOT NULL,
    "ClientId" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "RequestHash" BLOB NOT NULL,
    "Status" INTEGER NULL,
    "Location" TEXT NULL,
    "Sealed" BLOB NULL,
    "ExpiresAt" INTEGER NOT NULL, "AnswerExpiresAt" INTEGER NULL,
    CONSTRAINT "PK_IdempotencyKeys" PRIMARY KEY ("TenantId", "ClientId", "Key")
);
CREATE TABLE IF NOT EXISTS "Invitations" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Invitations" PRIMARY KEY,
    "Hash" BLOB NOT NULL,
    "TenantId" INTEGER NOT NULL,
    "Role" TEXT NOT NULL,
    "Email" TEXT NULL,
    "IsMailed" INTEGER NOT NULL,
    "InvitedBy" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "AcceptedAt" INTEGER NULL,
    "WithdrawnAt" INTEGER NULL,
    CONSTRAINT "FK_Invitations_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "Reminders" (
    "SecretId" TEXT NOT NULL,
    "Days" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "SentAt" INTEGER NOT NULL,
    CONSTRAINT "PK_Reminders" PRIMARY KEY ("SecretId", "Days", "ExpiresAt"),
    CONSTRAINT "FK_Reminders_Secrets_SecretId" FOREIGN KEY ("SecretId") REFERENCES "Secrets" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "Requests" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Requests" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Purpose" TEXT NOT NULL,
    "Scopes" TEXT NOT NULL,
    "RedirectUris" TEXT NOT NULL,
    "Networks" TEXT NOT NULL,
    "Owner" TEXT NOT NULL,
    "Contact" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Comment" TEXT NULL,
    "RequestedBy" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "SubmittedAt" INTEGER NULL,
    "DecidedAt" INTEGER NULL,
    "DecidedBy" TEXT NULL,
    "ClientId" TEXT NULL,
    "GoLiveOf" TEXT NULL,
    "Version" INTEGER NOT NULL, "RequiresPkce" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "FK_Requests_Tenants_TenantId" FOREIGN KEY ("TenantId") REFERENCES "Tenants" ("Id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "SignIns" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SignIns" PRIMARY KEY,
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "Person" TEXT NOT NULL,
    "Address" TEXT NOT NULL,
    "CorrelationId" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "Count" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS "LastCalls" (
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "ClientId" TEXT NOT NULL,
    "Dialect" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    CONSTRAINT "PK_LastCalls" PRIMARY KEY ("TenantId", "Environment", "ClientId", "Dialect"),
    CONSTRAINT "FK_LastCalls_Clients_Environment_ClientId" FOREIGN KEY ("Environment", "ClientId") REFERENCES "Clients" ("Environment", "Id") ON DELETE CASCADE
);
INSERT INTO LastCalls VALUES(218,'LIVE','acme-live','Connect',1795262400000);
CREATE TABLE IF NOT EXISTS "UnprovedDays" (
    "TenantId" INTEGER NOT NULL,
    "Environment" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Day" INTEGER NOT NULL,
    "Rows" INTEGER NOT NULL,
    CONSTRAINT "PK_UnprovedDays" PRIMARY KEY ("TenantId", "Environment", "Kind", "Day")
);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('Changes',20);
CREATE INDEX "IX_Clients_ApiIdentifier" ON "Clients" ("ApiIdentifier");
CREATE UNIQUE INDEX "IX_Clients_Id" ON "Clients" ("Id") WHERE "Kind" <> 'Api';
CREATE INDEX "IX_Clients_TenantId_Environment" ON "Clients" ("TenantId", "Environment");
CREATE INDEX "IX_Contracts_TenantId_Environment" ON "Contracts" ("TenantId", "Environment");
CREATE INDEX "IX_Scopes_ApiIdentifier" ON "Scopes" ("ApiIdentifier");
CREATE INDEX "IX_Secrets_Environment_ClientId" ON "Secrets" ("Environment", "ClientId");
CREATE UNIQUE INDEX "IX_SigningKeys_Environment_Algorithm_Generation" ON "SigningKeys" ("Environment", "Algorithm", "Generation");
CREATE UNIQUE INDEX "IX_Tenants_Slug" ON "Tenants" ("Slug");
CREATE INDEX "IX_AccessTokens_ExpiresAt" ON "AccessTokens" ("ExpiresAt");
CREATE INDEX "IX_AccessTokens_FamilyId" ON "AccessTokens" ("FamilyId");
CREATE INDEX "IX_AccessTokens_TenantId_Environment" ON "AccessTokens" ("TenantId", "Environment");
CREATE INDEX "IX_AccountClaims_UserId" ON "AccountClaims" ("UserId");
CREATE INDEX "IX_AccountLogins_UserId" ON "AccountLogins" ("UserId");
CREATE UNIQUE INDEX "EmailIndex" ON "Accounts" ("NormalizedEmail");
CREATE UNIQUE INDEX "UserNameIndex" ON "Accounts" ("NormalizedUserName");
CREATE INDEX "IX_Codes_ExpiresAt" ON "Codes" ("ExpiresAt");
CREATE INDEX "IX_Codes_TenantId_Environment_AccountId" ON "Codes" ("TenantId", "Environment", "AccountId");
CREATE INDEX "IX_Consents_AccountId" ON "Consents" ("AccountId");
CREATE INDEX "IX_Families_AccountId" ON "Families" ("AccountId");
CREATE INDEX "IX_Families_ExpiresAt" ON "Families" ("ExpiresAt");
CREATE INDEX "IX_Families_TenantId_Environment_ClientId_AccountId" ON "Families" ("TenantId", "Environment", "ClientId", "AccountId");
CREATE INDEX "IX_Links_AccountId" ON "Links" ("AccountId");
CREATE INDEX "IX_Links_ExpiresAt" ON "Links" ("ExpiresAt");
CREATE INDEX "IX_Memberships_TenantId" ON "Memberships" ("TenantId");
CREATE INDEX "IX_Passkeys_UserId" ON "Passkeys" ("UserId");
CREATE INDEX "IX_RefreshTokens_ExpiresAt" ON "RefreshTokens" ("ExpiresAt");
CREATE INDEX "IX_RefreshTokens_FamilyId" ON "RefreshTokens" ("FamilyId");
CREATE INDEX "IX_RefreshTokens_GraceEndsAt" ON "RefreshTokens" ("GraceEndsAt") WHERE "Successor" IS NOT NULL;
CREATE INDEX "IX_RefreshTokens_TenantId_Environment" ON "RefreshTokens" ("TenantId", "Environment");
CREATE INDEX "IX_Sessions_AccountId" ON "Sessions" ("AccountId");
CREATE INDEX "IX_Sessions_ExpiresAt" ON "Sessions" ("ExpiresAt");
CREATE UNIQUE INDEX "IX_Sessions_TokenHash" ON "Sessions" ("TokenHash");
CREATE INDEX "IX_Throttles_ExpiresAt" ON "Throttles" ("ExpiresAt");
CREATE INDEX "IX_AccessTokens_Environment_Audience_ExpiresAt" ON "AccessTokens" ("Environment", "Audience", "ExpiresAt") WHERE "RevokedAt" IS NOT NULL;
CREATE INDEX "IX_AllowedNetworks_Environment_ClientId" ON "AllowedNetworks" ("Environment", "ClientId");
CREATE UNIQUE INDEX "IX_AllowedNetworks_TenantId_Environment_ClientId_Network" ON "AllowedNetworks" ("TenantId", "Environment", "ClientId", "Network");
CREATE UNIQUE INDEX "IX_AllowedNetworks_TenantId_Environment_Network" ON "AllowedNetworks" ("TenantId", "Environment", "Network") WHERE "ClientId" IS NULL;
CREATE INDEX "IX_AllowlistExemptions_Environment_ClientId" ON "AllowlistExemptions" ("Environment", "ClientId");
CREATE INDEX "IX_AllowlistExemptions_TenantId_Environment_ClientId" ON "AllowlistExemptions" ("TenantId", "Environment", "ClientId");
CREATE INDEX "IX_Usages_Minute" ON "Usages" ("Minute");
CREATE INDEX "IX_Usages_TenantId_ClientId_Minute" ON "Usages" ("TenantId", "ClientId", "Minute");
CREATE INDEX "IX_Usages_TenantId_Minute_ClientId_Dialect_Environment" ON "Usages" ("TenantId", "Minute", "ClientId", "Dialect", "Environment");
CREATE UNIQUE INDEX "IX_Sessions_HubTokenHash" ON "Sessions" ("HubTokenHash");
CREATE INDEX "IX_Secrets_ExpiresAt" ON "Secrets" ("ExpiresAt") WHERE "ExpiresAt" IS NOT NULL;
CREATE INDEX "IX_Refusals_At" ON "Refusals" ("At");
CREATE INDEX "IX_Refusals_TenantId_Address_At" ON "Refusals" ("TenantId", "Address", "At");
CREATE INDEX "IX_Refusals_TenantId_At" ON "Refusals" ("TenantId", "At");
CREATE INDEX "IX_Refusals_TenantId_ClientId_At" ON "Refusals" ("TenantId", "ClientId", "At");
CREATE INDEX "IX_Refusals_TenantId_CorrelationId_At" ON "Refusals" ("TenantId", "CorrelationId", "At");
CREATE INDEX "IX_Refusals_TenantId_Kind_At" ON "Refusals" ("TenantId", "Kind", "At");
CREATE INDEX "IX_HandOvers_Environment_ClientId" ON "HandOvers" ("Environment", "ClientId");
CREATE INDEX "IX_HandOvers_ExpiresAt" ON "HandOvers" ("ExpiresAt");
CREATE INDEX "IX_HandOvers_TenantId_Environment_ClientId" ON "HandOvers" ("TenantId", "Environment", "ClientId");
CREATE INDEX "IX_IdempotencyKeys_ExpiresAt" ON "IdempotencyKeys" ("ExpiresAt");
CREATE INDEX "IX_Invitations_ExpiresAt" ON "Invitations" ("ExpiresAt");
CREATE UNIQUE INDEX "IX_Invitations_Hash" ON "Invitations" ("Hash");
CREATE INDEX "IX_Invitations_TenantId" ON "Invitations" ("TenantId");
CREATE INDEX "IX_Reminders_TenantId_Environment" ON "Reminders" ("TenantId", "Environment");
CREATE INDEX "IX_Requests_State_SubmittedAt" ON "Requests" ("State", "SubmittedAt");
CREATE INDEX "IX_Requests_TenantId_Environment_CreatedAt" ON "Requests" ("TenantId", "Environment", "CreatedAt");
CREATE INDEX "IX_SignIns_At" ON "SignIns" ("At");
CREATE INDEX "IX_SignIns_TenantId_At" ON "SignIns" ("TenantId", "At");
CREATE INDEX "IX_Secrets_TenantId_Environment_ClientId" ON "Secrets" ("TenantId", "Environment", "ClientId");
CREATE INDEX "IX_LastCalls_Dialect_At" ON "LastCalls" ("Dialect", "At");
CREATE INDEX "IX_LastCalls_Environment_ClientId" ON "LastCalls" ("Environment", "ClientId");
CREATE INDEX "IX_IdempotencyKeys_AnswerExpiresAt" ON "IdempotencyKeys" ("AnswerExpiresAt") WHERE "Sealed" IS NOT NULL;
CREATE INDEX "IX_AccessTokens_TenantId_Environment_ClientId_IssuedAt" ON "AccessTokens" ("TenantId", "Environment", "ClientId", "IssuedAt") WHERE "RevokedAt" IS NOT NULL;
CREATE INDEX "IX_UnprovedDays_Day" ON "UnprovedDays" ("Day");
COMMIT;
