package io.weir.runtime.checkpoint.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.protocol.StateHandle;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    @TempDir
    private Path directory;

    private Path file;
    private final List<byte[]> contents = new ArrayList<>();
    private final List<StateHandle.FilePart> parts = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("a.state");
        Random random = new Random(3);
        try (StateFileWriter writer = new StateFileWriter(file.toString())) {
            for (int length : new int[] {1, 70, 65_536, 200_000, 5, 1_000_000}) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                contents.add(bytes);
                OutputStream out = writer.beginPart();
                int middle = length / 3;
                out.write(bytes, 0, middle);
                out.write(bytes[middle]);
                out.write(bytes, middle + 1, length - middle - 1);
                parts.add(writer.endPart());
            }
        }
    }

    private static byte[] read(StateHandle handle) throws IOException {
        try (InputStream in = StateFiles.open(handle)) {
            return in.readAllBytes();
        }
    }

    private void assertFails(StateHandle handle, String what) {
        assertThatThrownBy(() -> read(handle))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_DAMAGED))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(what);
    }

    @Test
    void partsAreReadAsTheyWereWritten() throws IOException {
        for (int i = 0; i < parts.size(); i++) {
            assertThat(read(parts.get(i))).isEqualTo(contents.get(i));
        }
        assertThat(StateFiles.verify(file.toString())).isEqualTo(parts.size());
    }

    @Test
    void theFormatIsTheOneDescribed() throws IOException {
        assertThat(Files.readAllBytes(file)).startsWith('W', 'E', 'I', 'R', 'S', 1);
        assertThat(parts.get(0).offset()).isEqualTo(6);
        long bytes = contents.stream().mapToLong(each -> each.length).sum();
        assertThat(Files.size(file)).isEqualTo(6 + bytes + 20L * parts.size() + 8);
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        Random random = new Random(4);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            assertThatThrownBy(() -> StateFiles.verify(file.toString()))
                    .isInstanceOf(WeirException.class)
                    .hasMessageContaining(file.toString());
        }
        byte[] bad = good.clone();
        bad[(int) parts.get(3).offset() + 1_000] ^= 4;
        Files.write(file, bad);
        assertFails(parts.get(3), "is damaged");
        assertThat(read(parts.get(4))).isEqualTo(contents.get(4));
    }

    @Test
    void aTruncatedFileIsFound() throws IOException {
        byte[] good = Files.readAllBytes(file);
        byte[] bad = new byte[(int) parts.get(5).offset() + 10];
        System.arraycopy(good, 0, bad, 0, bad.length);
        Files.write(file, bad);
        assertFails(parts.get(5), "is truncated");
        assertThatThrownBy(() -> StateFiles.verify(file.toString())).hasMessageContaining(file.toString());
        Files.write(file, new byte[0]);
        assertFails(parts.get(0), "is truncated");
        assertThatThrownBy(() -> StateFiles.verify(file.toString())).hasMessageContaining(file.toString());
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(file);
        assertFails(parts.get(0), "is missing");
    }

    @Test
    void whatIsNoStateFileIsNamed() throws IOException {
        Files.write(file, new byte[2_000]);
        assertFails(parts.get(0), "does not begin as a state file does");
        byte[] later = {'W', 'E', 'I', 'R', 'S', 9, 0};
        Files.write(file, later);
        assertFails(parts.get(0), "has format 9");
    }

    @Test
    void anAbandonedFileIsGone() throws IOException {
        StateFileWriter writer =
                new StateFileWriter(directory.resolve("b.state").toString());
        writer.beginPart().write(new byte[100_000]);
        writer.abandon();
        assertThat(directory.resolve("b.state")).doesNotExist();
    }

    @Test
    void aPartIsReadOnBehindASkip() throws IOException {
        try (InputStream in = StateFiles.open(parts.get(5))) {
            in.skipNBytes(900_000);
            byte[] rest = in.readAllBytes();
            assertThat(rest).hasSize(100_000).endsWith(contents.get(5)[999_999]);
            assertThat(rest[0]).isEqualTo(contents.get(5)[900_000]);
        }
    }
}
