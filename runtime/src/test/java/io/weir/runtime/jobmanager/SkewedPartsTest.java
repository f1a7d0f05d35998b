package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.runtime.protocol.PartShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SkewedPartsTest {
    private static Configuration options(long volume, long threshold, double factor) {
        return new Configuration()
                .set(BatchAdaptiveOptions.VOLUME, new MemorySize(volume))
                .set(BatchAdaptiveOptions.SKEW_THRESHOLD, new MemorySize(threshold))
                .set(BatchAdaptiveOptions.SKEW_FACTOR, factor);
    }

    private static WrittenInput input(int number, long[]... producers) {
        return new WrittenInput(List.of(number), List.of(producers));
    }

    private static InstanceShare whole(int begin, int end, int of) {
        return new InstanceShare(new PartShare(begin, end, of));
    }

    private static InstanceShare slice(int part, int of, int begin, int end) {
        return new InstanceShare(new PartShare(part, part + 1, of), new InstanceShare.Slice(List.of(0), begin, end));
    }

    @Test
    void aLargePartIsSharedByThoseThatOthersCanSpare() {
        WrittenInput big = input(
                0, new long[] {5, 5, 5, 35, 5, 5}, new long[] {3, 3, 3, 15, 3, 3}, new long[] {2, 2, 2, 20, 2, 2});
        long[] bytes = big.parts(6);
        assertThat(SkewedParts.divide(bytes, List.of(big), options(1, 40, 4)))
                .containsExactly(
                        whole(0, 2, 6),
                        whole(2, 3, 6),
                        slice(3, 6, 0, 1),
                        slice(3, 6, 1, 2),
                        slice(3, 6, 2, 3),
                        whole(4, 6, 6));
    }

    @Test
    void whatIsNotLargeEnoughIsNotShared() {
        WrittenInput big = input(0, new long[] {5, 5, 20, 5}, new long[] {5, 5, 20, 5});
        long[] bytes = big.parts(4);
        List<InstanceShare> asBefore = RealSizes.divide(bytes, options(1, 0, 1)).stream()
                .map(InstanceShare::new)
                .toList();
        assertThat(SkewedParts.divide(bytes, List.of(big), options(1, 40, 2))).isEqualTo(asBefore);
        assertThat(SkewedParts.divide(bytes, List.of(big), options(1, 10, 4))).isEqualTo(asBefore);
        assertThat(SkewedParts.divide(bytes, List.of(), options(1, 10, 2))).isEqualTo(asBefore);
        assertThat(SkewedParts.divide(bytes, List.of(big), options(1, 10, 2))).isNotEqualTo(asBefore);
    }

    @Test
    void whatOneProducerHasWrittenIsNotDivided() {
        WrittenInput big = input(0, new long[] {5, 500, 5}, new long[] {5, 0, 5});
        assertThat(SkewedParts.divide(big.parts(3), List.of(big), options(1, 1, 1)))
                .allMatch(share -> share.slice() == null);
    }

    @Property(tries = 500)
    void eachPieceOfWhatWasWrittenIsTakenOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int parts,
            @ForAll @IntRange(max = 2) int divisible) {
        Random random = new Random(seed);
        List<WrittenInput> inputs = List.of(random(0, parts, random), random(1, parts, random));
        long[] bytes = new long[parts];
        inputs.forEach(input -> Arrays.setAll(bytes, part -> bytes[part] + input.parts(parts)[part]));
        int most = 1 + random.nextInt(12);
        List<InstanceShare> shares = SkewedParts.divide(
                bytes,
                inputs.subList(0, divisible),
                options(1 + random.nextInt(200), random.nextInt(300), 1 + random.nextInt(4))
                        .set(BatchAdaptiveOptions.MOST, most));
        assertThat(shares).hasSizeBetween(1, Math.min(parts, most));
        int next = 0;
        for (int i = 0; i < shares.size(); ) {
            PartShare share = shares.get(i).parts();
            assertThat(share.begin()).isEqualTo(next);
            InstanceShare.Slice slice = shares.get(i).slice();
            if (slice == null) {
                i++;
            } else {
                assertThat(share.end()).isEqualTo(share.begin() + 1);
                int producers = inputs.get(slice.inputs().get(0)).producers().size();
                int taken = 0;
                while (taken < producers) {
                    InstanceShare piece = shares.get(i++);
                    assertThat(piece.parts()).isEqualTo(share);
                    assertThat(piece.slice().inputs()).isEqualTo(slice.inputs());
                    assertThat(piece.slice().begin()).isEqualTo(taken);
                    assertThat(piece.slice().end()).isGreaterThan(taken);
                    taken = piece.slice().end();
                }
            }
            next = share.end();
        }
        assertThat(next).isEqualTo(parts);
    }

    private static WrittenInput random(int number, int parts, Random random) {
        List<long[]> producers = new ArrayList<>();
        int large = random.nextInt(parts);
        for (int i = random.nextInt(6); i >= 0; i--) {
            long[] bytes = random.longs(parts, 0, 100).toArray();
            bytes[large] *= 10;
            producers.add(bytes);
        }
        return new WrittenInput(List.of(number), producers);
    }

    @Test
    void aSliceCountsTheProducersOfAllItsInputs() {
        InstanceShare.Slice slice = new InstanceShare.Slice(List.of(0, 1), 2, 5);
        assertThat(slice.among(0, 3)).extracting("begin", "end").containsExactly(2, 3);
        assertThat(slice.among(3, 4)).extracting("begin", "end").containsExactly(0, 2);
        assertThat(slice.among(7, 2))
                .satisfies(range -> assertThat(range.begin()).isEqualTo(range.end()));
    }
}
