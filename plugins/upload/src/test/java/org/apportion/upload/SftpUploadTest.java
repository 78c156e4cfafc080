package org.apportion.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.apportion.model.BillingMonth;
import org.apportion.spi.Secret;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadFile;
import org.apportion.spi.upload.UploadSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real SSH server with a folder of its own. */
class SftpUploadTest {
    @TempDir
    Path folder;

    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final KeyPair serverKey = keys();
    private final KeyPair ownKey = keys();
    private boolean full;
    private boolean keepsNames;

    @SuppressWarnings("NullAway.Init")
    private SshServer server;

    @SuppressWarnings("NullAway.Init")
    private Path remote;

    @BeforeEach
    void start() throws IOException {
        remote = Files.createDirectories(folder.resolve("remote"));
        Files.createDirectories(remote.resolve("inbox"));
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setPasswordAuthenticator((user, password, session) -> {
            logins.add(user);
            return user.equals("ann") && password.equals("s3cret");
        });
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, ownKey.getPublic()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(remote));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder()
                .withFileSystemAccessor(new Disk())
                .build()));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    /** A disk that may be full. */
    private final class Disk implements SftpFileSystemAccessor {
        @Override
        public SeekableByteChannel openFile(
                SftpSubsystemProxy subsystem,
                FileHandle handle,
                Path file,
                String name,
                Set<? extends OpenOption> options,
                FileAttribute<?>... attributes)
                throws IOException {
            SeekableByteChannel channel =
                    SftpFileSystemAccessor.super.openFile(subsystem, handle, file, name, options, attributes);
            return full ? new FullChannel(channel) : channel;
        }

        @Override
        public void renameFile(SftpSubsystemProxy subsystem, Path before, Path after, Collection<CopyOption> options)
                throws IOException {
            if (keepsNames) {
                throw new AccessDeniedException(before.toString());
            }
            SftpFileSystemAccessor.super.renameFile(subsystem, before, after, options);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private UploadFile file(String text) throws IOException {
        Path path = Files.writeString(folder.resolve("invoices.csv"), text);
        return new UploadFile(
                path, "invoices", BillingMonth.of(2026, 10), "2026-10-1", "00", "0123456789abcdef0123456789abcdef");
    }

    private Upload open(Map<String, String> settings, Map<String, String> secrets) {
        Map<String, String> all = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(server.getPort()),
                "user",
                "ann",
                "path",
                "/inbox/{month}-{file}",
                "host-fingerprint",
                KeyUtils.getFingerPrint(BuiltinDigests.sha256, serverKey.getPublic())));
        all.putAll(settings);
        Map<String, Secret> hidden = new HashMap<>();
        secrets.forEach((name, text) -> hidden.put(name, new Secret(() -> text)));
        return new SftpUploadProvider().open(new UploadSettings("erp", all, hidden));
    }

    private List<String> inbox() throws IOException {
        try (Stream<Path> files = Files.list(remote.resolve("inbox"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFileArrivesWholeAndReplacesAnEarlierOne() throws IOException {
        Upload upload = open(Map.of(), Map.of("password", "s3cret"));

        assertThat(upload.send(file("first\n"))).isEqualTo("stored");
        upload.send(file("second, and longer\n"));

        assertThat(inbox()).containsExactly("2026-10-invoices.csv");
        assertThat(remote.resolve("inbox/2026-10-invoices.csv")).hasContent("second, and longer\n");
    }

    @Test
    void aKeyIsALoginToo() throws IOException {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(ownKey.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";

        open(Map.of("compress", "gzip"), Map.of("private-key", pem)).send(file("x\n"));

        assertThat(inbox()).containsExactly("2026-10-invoices.csv.gz");
        assertThat(logins).isEmpty();
    }

    @Test
    void aServerWithAnotherKeyIsNotLoggedInTo() throws IOException {
        UploadFile file = file("x\n");
        Upload upload = open(
                Map.of("host-fingerprint", KeyUtils.getFingerPrint(BuiltinDigests.sha256, ownKey.getPublic())),
                Map.of("password", "s3cret"));

        assertThatThrownBy(() -> upload.send(file))
                .hasMessageStartingWith("UPLOAD_HOST_UNKNOWN erp: sftp://127.0.0.1:")
                .hasMessageNotContaining("s3cret");
        assertThat(logins).isEmpty();
        assertThat(inbox()).isEmpty();
    }

    @Test
    void aWrongPasswordIsToldWithoutIt() throws IOException {
        UploadFile file = file("x\n");
        Upload upload = open(Map.of(), Map.of("password", "wr0ng"));

        assertThatThrownBy(() -> upload.send(file))
                .hasMessageStartingWith("UPLOAD_LOGIN_REFUSED erp: ")
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void aFullServerRefusesAndKeepsNoPart() throws IOException {
        Upload upload = open(Map.of(), Map.of("password", "s3cret"));
        upload.send(file("first\n"));
        full = true;
        UploadFile file = file("second\n");

        assertThatThrownBy(() -> upload.send(file)).hasMessageStartingWith("UPLOAD_REFUSED erp: ");
        assertThat(inbox()).containsExactly("2026-10-invoices.csv");
        assertThat(remote.resolve("inbox/2026-10-invoices.csv")).hasContent("first\n");
    }

    @Test
    void aServerThatForbidsRenamingKeepsTheFormerFile() throws IOException {
        Upload upload = open(Map.of(), Map.of("password", "s3cret"));
        upload.send(file("first\n"));
        keepsNames = true;
        UploadFile file = file("second\n");

        assertThatThrownBy(() -> upload.send(file)).hasMessageStartingWith("UPLOAD_REFUSED erp: ");
        assertThat(inbox()).containsExactly("2026-10-invoices.csv");
        assertThat(remote.resolve("inbox/2026-10-invoices.csv")).hasContent("first\n");
    }

    @Test
    void aFolderThatIsNotThereIsToldByItsPath() throws IOException {
        UploadFile file = file("x\n");
        Upload upload = open(Map.of("path", "/none/{file}"), Map.of("password", "s3cret"));

        assertThatThrownBy(() -> upload.send(file))
                .hasMessageStartingWith("UPLOAD_REFUSED erp: sftp://127.0.0.1:")
                .hasMessageContaining("/none/invoices.csv was refused: SSH_FX_NO_SUCH_FILE");
    }

    @Test
    void aServerThatIsNotThereGotNothing() throws IOException {
        UploadFile file = file("x\n");
        Upload upload = open(Map.of(), Map.of("password", "s3cret"));
        server.stop(true);

        assertThatThrownBy(() -> upload.send(file)).hasMessageStartingWith("UPLOAD_NOT_REACHED erp: ");
    }

    @Test
    void aKnownHostKeyAndOneLoginAreRequired() {
        assertThatThrownBy(() -> open(Map.of("host-fingerprint", "MD5:00"), Map.of("password", "x")))
                .hasMessageContaining("is no fingerprint");
        assertThatThrownBy(() -> open(Map.of("host-fingerprint", " "), Map.of("password", "x")))
                .hasMessageContaining("is missing");
        assertThatThrownBy(() -> open(Map.of(), Map.of())).hasMessageContaining("or password is needed, and not both");
        assertThatThrownBy(() -> open(Map.of("port", "0"), Map.of("password", "x")))
                .hasMessageContaining("is no whole number from 1 to 65535");
        assertThatThrownBy(() -> open(Map.of(), Map.of("private-key", "none")).send(file("x")))
                .hasMessageStartingWith("UPLOAD_SETTING_WRONG erp.private-key");
    }
}
