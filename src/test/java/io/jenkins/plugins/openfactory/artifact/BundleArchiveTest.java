package io.jenkins.plugins.openfactory.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleArchiveTest {
    @TempDir
    Path folder;

    private static Map<String, byte[]> some() {
        Random random = new Random(3);
        byte[] noise = new byte[700_000];
        random.nextBytes(noise);
        Map<String, byte[]> files = new TreeMap<>();
        files.put("empty.txt", new byte[0]);
        files.put("noise.bin", noise);
        files.put("deep/er/größe – 😀.txt", "text\n".repeat(90_000).getBytes(StandardCharsets.UTF_8));
        files.put("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        files.put("chunk.bin", Arrays.copyOf(noise, 1 << 18));
        return files;
    }

    private Path write(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BundleArchive archive = new BundleArchive(out)) {
            BundleArchive.Written written =
                    archive.write(files.keySet(), path -> new ByteArrayInputStream(files.get(path)));
            assertThat(written.sha256()).isEqualTo(Sha256.hex(out.toByteArray()));
            assertThat(written.size()).isEqualTo(out.size());
            assertThat(written.files())
                    .containsExactlyElementsOf(files.entrySet().stream()
                            .map(file ->
                                    new Artifact(file.getKey(), file.getValue().length, Sha256.hex(file.getValue())))
                            .toList());
        }
        return Files.write(folder.resolve("bundle.zip"), out.toByteArray());
    }

    private static Map<String, byte[]> read(Path file) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ArchiveReader archive = new ArchiveReader(file)) {
            for (ArchiveReader.Claim claim : archive.files()) {
                try (InputStream in = archive.open(claim.path())) {
                    files.put(claim.path(), in.readAllBytes());
                }
            }
        }
        return files;
    }

    private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> files) {
        assertThat(found.keySet()).isEqualTo(files.keySet());
        files.forEach((path, content) -> assertThat(found.get(path)).as(path).isEqualTo(content));
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        assertSame(read(write(some())), some());
        assertSame(read(write(Map.of())), Map.of());
    }

    @Test
    void shouldWriteTheSameBytesForTheSameFiles() throws IOException {
        byte[] first = Files.readAllBytes(write(some()));

        assertThat(Files.readAllBytes(write(some()))).isEqualTo(first);
    }

    @Test
    void shouldWriteWhatAnyZipProgramReads() throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (ZipFile zip = new ZipFile(write(some()).toFile())) {
            for (ZipEntry entry : zip.stream().map(each -> (ZipEntry) each).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    found.put(entry.getName(), in.readAllBytes());
                }
            }
        }

        assertSame(found, some());
    }

    @Test
    void shouldNeverGiveOtherContentWhateverByteIsChanged() throws IOException {
        Map<String, byte[]> files = new TreeMap<>(some());
        files.remove("noise.bin");
        files.remove("chunk.bin");
        Path file = write(files);
        byte[] good = Files.readAllBytes(file);
        int refused = 0;
        for (int place = 0; place < good.length; place++) {
            byte[] bad = good.clone();
            bad[place] ^= (byte) (1 << place % 8);
            Files.write(file, bad);
            try {
                assertSame(read(file), files);
            } catch (IOException e) {
                refused++;
            }
        }
        // Only the bits behind the last symbol of each file's deflated content mean nothing.
        assertThat(good.length - refused).isLessThanOrEqualTo(2 * files.size());
    }

    @Test
    void shouldRefuseAnArchiveThatIsCutOrGrown() throws IOException {
        Path file = write(Map.of("a.txt", "text".getBytes(StandardCharsets.UTF_8)));
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length <= good.length + 1; length++) {
            if (length != good.length) {
                Files.write(file, Arrays.copyOf(good, length));
                assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class);
            }
        }
        byte[] before = new byte[good.length + 1];
        System.arraycopy(good, 0, before, 1, good.length);
        Files.write(file, before);
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class);
    }

    /** An archive in our form of anything, without the checks of the writer. */
    private Path hostile(String... paths) throws IOException {
        return hostile("text".getBytes(StandardCharsets.UTF_8), 4, paths);
    }

    private Path hostile(byte[] content, long claimed, String... paths) throws IOException {
        Deflater deflater = new Deflater(1, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ZipForm.Entry> entries = new ArrayList<>();
        for (String path : paths) {
            deflater.reset();
            deflater.setInput(content);
            deflater.finish();
            byte[] packed = new byte[content.length + 100];
            int n = deflater.deflate(packed);
            CRC32 crc = new CRC32();
            crc.update(content);
            ZipForm.Entry entry = new ZipForm.Entry(path, crc.getValue(), n, claimed, out.size());
            out.writeBytes(ZipForm.local(path));
            out.write(packed, 0, n);
            out.writeBytes(ZipForm.descriptor(entry));
            entries.add(entry);
        }
        int start = out.size();
        entries.forEach(entry -> out.writeBytes(ZipForm.central(entry)));
        int table = out.size() - start;
        out.writeBytes(ZipForm.end(entries, table));
        return Files.write(folder.resolve("hostile.zip"), out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "a/../../b",
                "a\\..\\b",
                "C:/windows",
                "a//b",
                "folder/",
                ".",
                "a/./b",
                "nul\u0000.txt",
                "line\nbreak",
                ".partial/x"
            })
    void shouldRefuseANameThatLeadsElsewhere(String path) throws IOException {
        Path file = hostile(path);

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no artifact path")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseTwoFilesOfOneName() throws IOException {
        assertSame(
                read(hostile("a", "b")),
                Map.of("a", "text".getBytes(StandardCharsets.UTF_8), "b", "text".getBytes(StandardCharsets.UTF_8)));
        for (String[] paths : new String[][] {{"a", "a"}, {"b", "a"}, {"a", "b", "a"}}) {
            Path file = hostile(paths);
            assertThatThrownBy(() -> read(file)).hasMessageContaining("is there twice or out of order");
        }
    }

    @Test
    void shouldNotInflateMoreThanIsClaimed() throws IOException {
        Path file = hostile(new byte[50_000_000], 10, "bomb");

        try (ArchiveReader archive = new ArchiveReader(file);
                InputStream in = archive.open("bomb")) {
            assertThatThrownBy(() -> in.readNBytes(1_000_000)).hasMessageContaining("damaged");
        }
        Path other = hostile(new byte[10], 50_000_000, "bomb");
        assertThatThrownBy(() -> read(other)).hasMessageContaining("damaged");
    }

    @Test
    void shouldRefuseLinksFoldersExtrasAndComments() throws IOException {
        Path file = write(Map.of("a.txt", "text".getBytes(StandardCharsets.UTF_8)));
        byte[] good = Files.readAllBytes(file);
        int central = good.length - ZipForm.END - ZipForm.CENTRAL - 5;
        byte[] link = good.clone();
        link[central + 41] = (byte) 0xA1;
        byte[] stored = good.clone();
        stored[central + 10] = 0;
        byte[] comment = Arrays.copyOf(good, good.length + 2);
        comment[good.length - 2] = 2;
        for (byte[] bad : List.of(link, stored, comment)) {
            Files.write(file, bad);
            assertThatThrownBy(() -> read(file)).hasMessageContaining("no archive as 'artifacts --archive' writes it");
        }
    }

    @Test
    void shouldRefuseTheFormOfOthers() throws IOException {
        Path file = folder.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(1);
            zip.closeEntry();
        }

        assertThatThrownBy(() -> read(file)).hasMessageContaining("the file 'a.txt' has a line in the table");
    }
}
