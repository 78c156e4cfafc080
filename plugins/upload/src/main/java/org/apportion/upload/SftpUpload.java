package org.apportion.upload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadFile;
import org.apportion.upload.Encoding.Encoded;

/**
 * Sends a file to a file server: first under a name of its own, then, when its size is right, under the final name. So a file under
 * its final name is whole, and sending it again replaces it by the same bytes. Only the server whose key has the configured
 * fingerprint is logged in to; files of the user's own SSH set-up are not read.
 */
final class SftpUpload implements Upload {
    private static final Set<Integer> REFUSES_TO_REPLACE = Set.of(
            SftpConstants.SSH_FX_FAILURE,
            SftpConstants.SSH_FX_FILE_ALREADY_EXISTS,
            SftpConstants.SSH_FX_OP_UNSUPPORTED);

    private final Settings settings;
    private final int port;
    private final Encoding encoding;

    SftpUpload(Settings settings, int port) {
        this.settings = settings;
        this.port = port;
        this.encoding = Encoding.of(settings);
    }

    @Override
    public String target(UploadFile file) {
        return "sftp://" + settings.required("host") + (port == SftpUploadProvider.PORT ? "" : ":" + port)
                + (path(file).startsWith("/") ? "" : "/") + path(file);
    }

    private String path(UploadFile file) {
        String path = file.fill(settings.required("path"));
        return encoding.gzip() && !path.endsWith(".gz") ? path + ".gz" : path;
    }

    @Override
    public String send(UploadFile file) {
        AtomicBoolean known = new AtomicBoolean(true);
        try (Encoded encoded = encoding.encode(file.path());
                SshClient client = client(known)) {
            client.start();
            try (ClientSession session = connect(client, file)) {
                login(session, file, known);
                try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
                    return write(sftp, file, encoded);
                }
            }
        } catch (SftpException e) {
            throw failure(
                    UploadError.UPLOAD_REFUSED,
                    file,
                    "was refused: " + SftpConstants.getStatusName(e.getStatus()),
                    "Look at the folder, its permissions and the space on the other side; then publish again.",
                    e);
        } catch (IOException e) {
            throw failure(
                    UploadError.UPLOAD_ANSWER_LOST,
                    file,
                    "was not confirmed; it may have arrived",
                    "Publish again: the same file is written anew.",
                    e);
        }
    }

    private SshClient client(AtomicBoolean known) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        String wanted = settings.required("host-fingerprint").replaceAll("=$", "");
        client.setServerKeyVerifier((session, address, key) -> {
            known.set(wanted.equals(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key)));
            return known.get();
        });
        return client;
    }

    private ClientSession connect(SshClient client, UploadFile file) {
        try {
            return client.connect(settings.required("user"), settings.required("host"), port)
                    .verify(settings.deadline())
                    .getSession();
        } catch (IOException e) {
            throw failure(
                    UploadError.UPLOAD_NOT_REACHED,
                    file,
                    "cannot be reached; nothing was sent",
                    "Look at host, port and network; then publish again.",
                    e);
        }
    }

    private void login(ClientSession session, UploadFile file, AtomicBoolean known) throws IOException {
        settings.secret("password").map(Secret::reveal).ifPresent(session::addPasswordIdentity);
        if (settings.secret("private-key").isPresent()) {
            keys(session).forEach(session::addPublicKeyIdentity);
        }
        try {
            session.auth().verify(settings.deadline());
        } catch (SshException e) {
            throw known.get()
                    ? failure(
                            UploadError.UPLOAD_LOGIN_REFUSED,
                            file,
                            "was not sent: the server refused the login of " + settings.required("user"),
                            "Look at user and secrets of the upload; then publish again.",
                            e)
                    : failure(
                            UploadError.UPLOAD_HOST_UNKNOWN,
                            file,
                            "was not sent: the server's key has another fingerprint than host-fingerprint says",
                            "Ask whoever runs the server whether its key was changed, and only then change host-fingerprint.",
                            e);
        }
    }

    private List<KeyPair> keys(ClientSession session) throws IOException {
        byte[] pem = settings.secret("private-key").orElseThrow().reveal().getBytes(StandardCharsets.UTF_8);
        FilePasswordProvider passphrase = settings.secret("passphrase")
                .map(secret -> FilePasswordProvider.of(secret.reveal()))
                .orElse(FilePasswordProvider.EMPTY);
        List<KeyPair> keys = new ArrayList<>();
        try {
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    session, () -> "private-key", new ByteArrayInputStream(pem), passphrase);
            if (found != null) {
                found.forEach(keys::add);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw settings.wrong(
                    "private-key", "cannot be read", "Write the whole key, and its passphrase if it has one.");
        }
        if (keys.isEmpty()) {
            throw settings.wrong("private-key", "holds no key", "Write the whole key in PEM or OpenSSH form.");
        }
        return keys;
    }

    private String write(SftpClient sftp, UploadFile file, Encoded encoded) throws IOException {
        String target = path(file);
        String part = target + "." + file.key().substring(0, 8) + ".part";
        try {
            try (OutputStream out = sftp.write(part)) {
                Files.copy(encoded.path(), out);
            }
            long size = sftp.stat(part).getSize();
            if (size != Files.size(encoded.path())) {
                throw new SftpException(
                        SftpConstants.SSH_FX_FAILURE, "the server holds " + size + " bytes of the file");
            }
            replace(sftp, part, target);
            return "stored";
        } catch (IOException e) {
            removeQuietly(sftp, part, e);
            throw e;
        }
    }

    /**
     * The oldest and most used version of the protocol cannot replace a file by renaming: there the former file steps aside
     * first, and comes back if the new one cannot take its place.
     */
    private static void replace(SftpClient sftp, String part, String target) throws IOException {
        try {
            sftp.rename(part, target);
        } catch (SftpException e) {
            if (!REFUSES_TO_REPLACE.contains(e.getStatus()) || !isThere(sftp, target)) {
                throw e;
            }
            String former = target + ".former";
            if (isThere(sftp, former)) {
                sftp.remove(former);
            }
            sftp.rename(target, former);
            try {
                sftp.rename(part, target);
            } catch (IOException second) {
                sftp.rename(former, target);
                throw second;
            }
            sftp.remove(former);
        }
    }

    private static boolean isThere(SftpClient sftp, String path) throws IOException {
        try {
            sftp.stat(path);
            return true;
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                return false;
            }
            throw e;
        }
    }

    private static void removeQuietly(SftpClient sftp, String part, IOException cause) {
        try {
            sftp.remove(part);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private ApportionException failure(
            UploadError code, UploadFile file, String problem, String nextStep, IOException cause) {
        return new ApportionException(
                code, settings.upload().id(), target(file) + " " + problem + ".", nextStep, cause);
    }

    @Override
    public void close() {
        // Each file has its own connection.
    }
}
