package io.weir.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void countsChangesAdditionsDropsAndSwaps() {
        assertThat(NearestName.distance("abc", "abc")).isZero();
        assertThat(NearestName.distance("abc", "axc")).isEqualTo(1);
        assertThat(NearestName.distance("abc", "ab")).isEqualTo(1);
        assertThat(NearestName.distance("abc", "acb")).isEqualTo(1);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void picksTheNearestAndOnlyIfItIsNear() {
        List<String> known = List.of("yarn-per-job", "yarn-session", "remote", "local");
        assertThat(NearestName.of("yarn-perjob", known)).contains("yarn-per-job");
        assertThat(NearestName.of("YARN_SESSION", known)).contains("yarn-session");
        assertThat(NearestName.of("kubernetes", known)).isEmpty();
    }

    @Property(tries = 200)
    void theDistanceIsSymmetricAndBounded(
            @ForAll @AlphaChars @StringLength(max = 12) String left,
            @ForAll @AlphaChars @StringLength(max = 12) String right) {
        int distance = NearestName.distance(left, right);
        assertThat(distance).isEqualTo(NearestName.distance(right, left));
        assertThat(distance)
                .isBetween(Math.abs(left.length() - right.length()), Math.max(left.length(), right.length()));
        assertThat(distance == 0).isEqualTo(left.equals(right));
    }
}
