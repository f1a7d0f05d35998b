package io.weir.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartFile;
import io.weir.runtime.protocol.StateHandle;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataFormatTest {
    private static final String HOME = "/checkpoints/job/chk-7";
    private static final String FIRST_VERSION =
            "574549524d45544100000001000000203031323334353637383961626364656630313233343536373839616263646566"
                    + "00000000000000070000000a434845434b504f494e540000018bcfe5680000000002000000026f700000000b436f756e"
                    + "7420776f726473000000030000008000000001000000020000000300000000000000000000004000010000000a746d2d"
                    + "302e737461746500000000000000090000010000000000fffffffb000000010000004000000040010100000012686466"
                    + "733a2f2f6e6e2f7368617265642f78000000000000000000000000000000010000000200000001000000400000004000"
                    + "00000000030102030000000473696e6b0000000453696e6b000000010000008000000000000000000000000100000003"
                    + "737263000000095175656c6c6520c3bc00000004000000010987219ec4";

    private static final String SECOND_VERSION =
            "574549524d45544100000002000000203031323334353637383961626364656630313233343536373839616263646566"
                    + "00000000000000070000000a434845434b504f494e540000018bcfe5680000000002000000026f700000000b436f756e"
                    + "7420776f726473000000030000008000000001000000020000000300000000000000000000004000010000000a746d2d"
                    + "302e737461746500000000000000090000010000000000fffffffb000000000000000100000040000000400101000000"
                    + "12686466733a2f2f6e6e2f7368617265642f780000000000000000000000000000000100000002000000000000000100"
                    + "00004000000040000000000003010203000000000000000473696e6b0000000453696e6b000000010000008000000000"
                    + "000000000000000100000003737263000000095175656c6c6520c3bc0000000400000001094bc76989";
    private static final String THIRD_VERSION =
            "574549524d45544100000003000000203031323334353637383961626364656630313233343536373839616263646566"
                    + "00000000000000070000000a434845434b504f494e540000018bcfe5680000000002000000026f700000000b436f756e"
                    + "7420776f726473000000030000008000000001000000020000000300000000000000000000004000010000000a746d2d"
                    + "302e737461746500000000000000090000010000000000fffffffb000000000000000100000040000000400101000000"
                    + "12686466733a2f2f6e6e2f7368617265642f780000000000000000000000000000000100000002000000000000000100"
                    + "00004000000040000000000003010203000000000000000473696e6b0000000453696e6b000000010000008000000000"
                    + "000000000000000100000003737263000000095175656c6c6520c3bc0000000400000001090000000300000002000000"
                    + "02070600000001057f581ed6";

    private static final String FOURTH_VERSION =
            "574549524d4554410000000400000020303132333435363738396162636465663031323334353637383961626364"
                    + "656600000000000000070000000a434845434b504f494e540000018bcfe5680000000002000000026f700000000b"
                    + "436f756e7420776f7264730100000007636f756e7465720000000300000080000000010000000200000003000000"
                    + "00000000000000004000010000000a746d2d302e737461746500000000000000090000010000000000fffffffb00"
                    + "000000000000010000004000000040010100000012686466733a2f2f6e6e2f7368617265642f7800000000000000"
                    + "00000000000000000100000002000000000000000100000040000000400000000000030102030000000000000004"
                    + "73696e6b0000000453696e6b01000000000000000100000080000000000000000000000001000000037372630000"
                    + "00095175656c6c6520c3bc0000000400000001090000000300000002000000020706000000010509fab9fc";

    private static CheckpointMetadata metadata(String directory) {
        OperatorPart inFile = new OperatorPart(
                "op",
                "Count words",
                0,
                64,
                false,
                new StateHandle.FilePart(directory + "/tm-0.state", 9, 1L << 40, -5));
        OperatorPart elsewhere = new OperatorPart(
                "op", "Count words", 64, 64, true, new StateHandle.FilePart("hdfs://nn/shared/x", 0, 1, 2));
        OperatorPart inline =
                new OperatorPart("op", "Count words", 64, 64, false, new StateHandle.Inline(new byte[] {1, 2, 3}));
        return new CheckpointMetadata(
                new JobId("0123456789abcdef0123456789abcdef"),
                7,
                CheckpointKind.CHECKPOINT,
                1_700_000_000_000L,
                List.of(
                        new OperatorState(
                                "op",
                                "Count words",
                                "counter",
                                3,
                                128,
                                List.of(2),
                                List.of(new Part(0, inFile), new Part(1, elsewhere), new Part(1, inline))),
                        new OperatorState("sink", "Sink", "", 1, 128, List.of(), List.of())),
                List.of(new EnumeratorState(
                        "src", "Quelle \u00fc", 4, new byte[] {9}, List.of(new byte[] {7, 6}, new byte[] {5}), 3)));
    }

    private static void assertSame(CheckpointMetadata read, CheckpointMetadata written) {
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    @Test
    void readsWhatItWrote() {
        byte[] bytes = MetadataFormat.write(metadata(HOME), HOME);
        assertSame(MetadataFormat.read(bytes, "file", HOME), metadata(HOME));
    }

    @Test
    void aMovedDirectoryNamesItsOwnFilesWhereTheyAreNow() {
        byte[] bytes = MetadataFormat.write(metadata(HOME), HOME);
        assertSame(MetadataFormat.read(bytes, "file", "s3a://bucket/copy"), metadata("s3a://bucket/copy"));
    }

    /** Written by earlier versions of the format: they must stay readable. */
    @Test
    void readsFilesOfEarlierVersions() {
        CheckpointMetadata known = metadata(HOME);
        EnumeratorState enumerator = known.enumerators().get(0);
        CheckpointMetadata earlier = new CheckpointMetadata(
                known.job(),
                known.checkpointId(),
                known.kind(),
                known.timestamp(),
                withoutUids(known.operators()),
                List.of(new EnumeratorState(
                        enumerator.operatorId(), enumerator.name(), enumerator.version(), enumerator.bytes())));
        assertSame(MetadataFormat.read(HexFormat.of().parseHex(FIRST_VERSION), "file", HOME), earlier);
        assertSame(MetadataFormat.read(HexFormat.of().parseHex(SECOND_VERSION), "file", HOME), earlier);
    }

    private static List<OperatorState> withoutUids(List<OperatorState> operators) {
        return operators.stream()
                .map(each -> new OperatorState(
                        each.id(),
                        each.name(),
                        each.parallelism(),
                        each.maxParallelism(),
                        each.finished(),
                        each.parts()))
                .toList();
    }

    @Test
    void readsTheThirdVersion() {
        CheckpointMetadata known = metadata(HOME);
        CheckpointMetadata withoutUids = new CheckpointMetadata(
                known.job(),
                known.checkpointId(),
                known.kind(),
                known.timestamp(),
                withoutUids(known.operators()),
                known.enumerators());
        assertSame(MetadataFormat.read(HexFormat.of().parseHex(THIRD_VERSION), "file", HOME), withoutUids);
        byte[] bytes = MetadataFormat.write(withoutUids, HOME);
        assertSame(MetadataFormat.read(bytes, "file", HOME), withoutUids);
    }

    @Test
    void writesTheFourthVersionAsItWasWrittenFirst() {
        assertThat(HexFormat.of().formatHex(MetadataFormat.write(metadata(HOME), HOME)))
                .isEqualTo(FOURTH_VERSION);
        assertSame(MetadataFormat.read(HexFormat.of().parseHex(FOURTH_VERSION), "file", HOME), metadata(HOME));
    }

    @Test
    void keepsTheFilesOfABackend() {
        OperatorPart part = new OperatorPart(
                "op",
                "Op",
                0,
                128,
                false,
                new StateHandle.Inline(new byte[] {1}),
                List.of(
                        new PartFile("id/columns", new StateHandle.Inline(new byte[] {2, 3})),
                        new PartFile("id/000007.sst", new StateHandle.FilePart(HOME + "/tm-0.state", 6, 100, 5)),
                        new PartFile(
                                "id/000003.sst",
                                new StateHandle.FilePart("/checkpoints/job/chk-3/tm-1.state", 6, 100, 5))));
        CheckpointMetadata metadata = new CheckpointMetadata(
                new JobId("0123456789abcdef0123456789abcdef"),
                7,
                CheckpointKind.CHECKPOINT,
                1,
                List.of(new OperatorState("op", "Op", 1, 128, List.of(), List.of(new Part(0, part)))),
                List.of());
        byte[] bytes = MetadataFormat.write(metadata, HOME);
        assertSame(MetadataFormat.read(bytes, "file", HOME), metadata);
        assertThat(metadata.stateBytes()).isEqualTo(203);
        assertThat(new CompletedCheckpoint(HOME, metadata).files())
                .containsExactlyInAnyOrder(HOME + "/tm-0.state", "/checkpoints/job/chk-3/tm-1.state");
    }

    @Test
    void noticesEveryFileThatIsCutOff() {
        byte[] bytes = MetadataFormat.write(metadata(HOME), HOME);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> MetadataFormat.read(cut, "/x/_metadata", HOME))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_DAMAGED))
                    .hasMessageContaining("/x/_metadata");
        }
    }

    @Test
    void noticesEveryBitThatChanged() {
        byte[] bytes = MetadataFormat.write(metadata(HOME), HOME);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> MetadataFormat.read(changed, "/x/_metadata", HOME))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_DAMAGED));
        }
    }

    @Test
    void saysThatThereIsNoCheckpoint(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> CheckpointStorage.read(directory.toString()))
                .hasMessageContaining("There is no complete checkpoint or savepoint in " + directory);
        Files.write(directory.resolve("_metadata"), new byte[] {'W', 'E'});
        assertThatThrownBy(() -> CheckpointStorage.read(directory + "/_metadata"))
                .hasMessageContaining("it ends after 2 bytes");
    }

    @Test
    void storesAndDeletes(@TempDir Path directory) {
        String home = CheckpointStorage.checkpointDirectory(directory.toString(), 7);
        CheckpointStorage.write(home, metadata(home));
        assertSame(CheckpointStorage.read(home).metadata(), metadata(home));
        assertSame(CheckpointStorage.read(home + "/").metadata(), metadata(home));
        assertThatThrownBy(() -> CheckpointStorage.write(home, metadata(home)))
                .hasMessageContaining("could not be written");
        CheckpointStorage.delete(home);
        assertThat(Path.of(home)).doesNotExist();
    }
}
