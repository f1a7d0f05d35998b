package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.runtime.protocol.PartShare;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RealSizesTest {
    private static Configuration options(long volume, int least, int most) {
        return new Configuration()
                .set(BatchAdaptiveOptions.VOLUME, new MemorySize(volume))
                .set(BatchAdaptiveOptions.LEAST, least)
                .set(BatchAdaptiveOptions.MOST, most);
    }

    private static long bytesOf(PartShare share, long[] bytes) {
        return IntStream.range(share.begin(), share.end())
                .mapToLong(part -> bytes[part])
                .sum();
    }

    @Property(tries = 500)
    void eachPartIsTakenOnceAndNobodyTakesMuchMoreThanOthers(
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 1_000) Long> parts,
            @ForAll @IntRange(min = 1, max = 5_000) int volume,
            @ForAll @IntRange(min = 1, max = 50) int least,
            @ForAll @IntRange(min = 1, max = 50) int most) {
        long[] bytes = parts.stream().mapToLong(Long::longValue).toArray();
        List<PartShare> shares = RealSizes.divide(bytes, options(volume, least, most));
        long total = Arrays.stream(bytes).sum();
        long wanted = Math.min(Math.max(least, most), Math.max(least, (total + volume - 1) / volume));
        assertThat(shares).hasSize((int) Math.min(wanted, bytes.length));
        int next = 0;
        long largest = Arrays.stream(bytes).max().orElse(0);
        for (PartShare share : shares) {
            assertThat(share.begin()).isEqualTo(next);
            assertThat(share.of()).isEqualTo(bytes.length);
            next = share.end();
            assertThat(bytesOf(share, bytes)).isLessThanOrEqualTo(total / shares.size() + 1 + largest);
        }
        assertThat(next).isEqualTo(bytes.length);
    }

    @Test
    void aLargePartIsNotTakenTogetherWithOthers() {
        assertThat(RealSizes.divide(new long[] {10, 10, 10, 70, 10, 10, 10}, options(50, 1, 128)))
                .containsExactly(new PartShare(0, 3, 7), new PartShare(3, 4, 7), new PartShare(4, 7, 7));
    }

    @Test
    void nothingIsTakenByAsFewAsMayBe() {
        assertThat(RealSizes.divide(new long[4], options(50, 1, 128))).containsExactly(new PartShare(0, 4, 4));
        assertThat(RealSizes.divide(new long[4], options(50, 2, 1))).hasSize(2);
    }
}
