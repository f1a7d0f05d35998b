package io.weir.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Property(tries = 2_000)
    void partsOfAnySizeGiveEachLineOnce(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = 1, max = 40) int partSize,
            @ForAll @IntRange(min = 1, max = 20) int chunkSize,
            @ForAll @IntRange(min = 1, max = 9) int trickle)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (long begin = 0; begin < bytes.length; begin += partSize) {
            lines.addAll(read(bytes, begin, Math.min(bytes.length, begin + partSize), chunkSize, trickle));
        }
        assertThat(lines).isEqualTo(naive(text));
    }

    @Property(tries = 500)
    void aReaderThatGoesOnAtAPositionGivesTheRest(
            @ForAll("texts") String text, @ForAll @IntRange(max = 10) int linesBefore) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        LineReader reader = new LineReader(new Trickle(bytes, 0, 5), 0, bytes.length, StandardCharsets.UTF_8, 8);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < linesBefore && reader.position() < bytes.length; i++) {
            lines.add(reader.next());
        }
        if (reader.position() < bytes.length) {
            lines.addAll(read(bytes, reader.position(), bytes.length, 8, 3));
        }
        assertThat(lines).isEqualTo(naive(text));
    }

    @Property(tries = 500)
    void findsTheFirstNewlineAnywhere(
            @ForAll byte[] bytes, @ForAll @IntRange(max = 30) int from, @ForAll @IntRange(max = 30) int length) {
        int to = Math.min(bytes.length, from + length);
        int expected = -1;
        for (int i = to - 1; i >= from; i--) {
            expected = bytes[i] == '\n' ? i : expected;
        }
        assertThat(LineReader.indexOfNewline(bytes, from, to)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("\n", "\r\n", "\r", "a", "word ", "é", "日本", "\u000b", "🙂", "a longer piece of a line")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        byte[] bytes = "\uFEFFone\ntwo".getBytes(StandardCharsets.UTF_8);
        assertThat(read(bytes, 0, bytes.length, 64, 1)).containsExactly("one", "two");
        assertThat(read(bytes, 0, 2, 64, 1)).containsExactly("one");
        byte[] markOnly = "\uFEFF".getBytes(StandardCharsets.UTF_8);
        assertThat(read(markOnly, 0, 3, 64, 1)).isEmpty();
    }

    @Test
    void decodesOtherCharsetsAndReplacesWhatIsMalformed() throws IOException {
        Charset latin9 = Charset.forName("ISO-8859-15");
        byte[] bytes = "10 €\r\nç".getBytes(latin9);
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes), 0, bytes.length, latin9, 64);
        assertThat(reader.next()).isEqualTo("10 €");
        assertThat(reader.next()).isEqualTo("ç");
        assertThat(reader.next()).isNull();
        assertThat(read(new byte[] {'a', (byte) 0xFF, '\n'}, 0, 3, 64, 3)).containsExactly("a\uFFFD");
    }

    @Test
    void readsALineThatIsMuchLongerThanItsPartAndTheChunk() throws IOException {
        String line = "0123456789".repeat(50_000);
        byte[] bytes = ("a\n" + line + "\nb\n").getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (int begin = 0; begin < bytes.length; begin += 1_000) {
            lines.addAll(read(bytes, begin, Math.min(begin + 1_000, bytes.length), 64, 10_000));
        }
        assertThat(lines).containsExactly("a", line, "b");
    }

    @Test
    void doesNotReadFarBehindItsPart() throws IOException {
        byte[] bytes = "0123456789\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        Trickle in = new Trickle(bytes, 10_999, Integer.MAX_VALUE);
        LineReader reader = new LineReader(in, 11_000, 22_000, StandardCharsets.UTF_8, 256 << 10);
        for (int i = 0; i < 1_000; i++) {
            assertThat(reader.next()).isEqualTo("0123456789");
        }
        assertThat(reader.next()).isNull();
        assertThat(in.position).isLessThan(22_000 + (8 << 10));
    }

    private static List<String> read(byte[] bytes, long begin, long end, int chunkSize, int trickle)
            throws IOException {
        Trickle in = new Trickle(bytes, (int) LineReader.firstByte(begin), trickle);
        LineReader reader = new LineReader(in, begin, end, StandardCharsets.UTF_8, chunkSize);
        List<String> lines = new ArrayList<>();
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        assertThat(reader.next()).isNull();
        return lines;
    }

    /** What a person would write down without a thought for speed. */
    private static List<String> naive(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 0; i < lines.size() - 1; i++) {
            String line = lines.get(i);
            lines.set(i, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** Gives a few bytes per call, as a network does. */
    private static final class Trickle extends InputStream {
        private final byte[] bytes;
        private final int most;
        private int position;

        Trickle(byte[] bytes, int position, int most) {
            this.bytes = bytes;
            this.position = position;
            this.most = most;
        }

        @Override
        public int read() {
            return position == bytes.length ? -1 : bytes[position++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == bytes.length) {
                return -1;
            }
            int count = Math.min(Math.min(most, length), bytes.length - position);
            System.arraycopy(bytes, position, target, offset, count);
            position += count;
            return count;
        }
    }
}
