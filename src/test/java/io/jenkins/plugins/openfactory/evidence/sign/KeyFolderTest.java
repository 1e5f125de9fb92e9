package io.jenkins.plugins.openfactory.evidence.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
    @TempDir
    Path home;

    private KeyFolder folder() {
        return new KeyFolder(home.resolve("keys"));
    }

    @Test
    void shouldMakeTheKeyAtTheFirstUseAndKeepIt() throws IOException {
        VerifyingKey first = folder().open().known();

        assertThat(folder().open().known()).isEqualTo(first);
        assertThat(VerifyingKey.parse(Files.readString(folder().publicFile()))).containsExactly(first);
        assertThat(names()).containsExactlyInAnyOrder("signing.pem", "signing.pub.pem");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("keys"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void shouldShowThePrivateKeyToItsOwnerOnly() throws IOException {
        folder().open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().secretFile())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys"))))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldRefuseAPrivateKeyThatOthersCanRead() throws IOException {
        folder().open();
        Files.setPosixFilePermissions(folder().secretFile(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> folder().open())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("rw-r-----")
                .hasMessageContaining("chmod 600 " + folder().secretFile());
    }

    @Test
    void shouldMakeOneKeyForManyWhoAskAtOnce() throws Exception {
        int many = 16;
        CyclicBarrier together = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        List<Future<VerifyingKey>> asked = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            asked.add(threads.submit(() -> {
                together.await();
                return folder().open().known();
            }));
        }
        Set<VerifyingKey> keys = new HashSet<>();
        for (Future<VerifyingKey> each : asked) {
            keys.add(each.get());
        }
        threads.shutdown();

        assertThat(keys).containsExactly(folder().open().known());
        assertThat(names()).containsExactlyInAnyOrder("signing.pem", "signing.pub.pem");
    }

    @Test
    void shouldSignWithAKeyThatAnAdministratorBrings() throws IOException {
        SigningKey own = SigningKey.generate();
        Path file = home.resolve("own.pem");
        Files.writeString(file, own.secretPem());

        folder().bring(file, false);

        assertThat(folder().open().known()).isEqualTo(own.known());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().secretFile())))
                .isEqualTo("rw-------");
        assertThat(folder().bring(file, false).known()).isEqualTo(own.known());
    }

    @Test
    void shouldReplaceAKeyOnlyWhereThatIsSaid() throws IOException {
        VerifyingKey made = folder().open().known();
        SigningKey own = SigningKey.generate();
        Path file = home.resolve("own.pem");
        Files.writeString(file, own.secretPem());

        assertThatThrownBy(() -> folder().bring(file, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--replace");
        assertThat(folder().open().known()).isEqualTo(made);
        folder().bring(file, true);
        assertThat(folder().open().known()).isEqualTo(own.known());
        assertThat(VerifyingKey.parse(Files.readString(folder().publicFile()))).containsExactly(own.known());
        assertThat(names()).containsExactlyInAnyOrder("signing.pem", "signing.pub.pem");
    }

    @Test
    void shouldNameAFileThatIsNoKeyWithoutShowingIt() throws IOException {
        Path file = home.resolve("own.pem");
        Files.writeString(file, "hunter2 is my password");

        assertThatThrownBy(() -> folder().bring(file, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("hunter2");
        assertThat(folder().secretFile()).doesNotExist();
    }
}
