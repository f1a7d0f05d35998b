package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGroupsTest {
    @Property
    void groupsOfAnInstanceAreContiguousAndSharesDifferByOneAtMost(
            @ForAll @IntRange(min = 1, max = 4096) int groups, @ForAll @IntRange(min = 1, max = 4096) int wanted) {
        int instances = Math.min(wanted, groups);
        int[] table = KeyGroups.table(groups, instances);
        int[] counts = new int[instances];
        for (int group = 0; group < groups; group++) {
            assertThat(table[group]).isEqualTo(KeyGroups.instanceOf(group, groups, instances));
            assertThat(group == 0 ? 0 : table[group] - table[group - 1]).isBetween(0, 1);
            counts[table[group]]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(groups / instances, groups / instances + 1);
        }
    }

    @Property
    void aKeyHasAGroup(@ForAll int key, @ForAll @IntRange(min = 1, max = 32768) int groups) {
        assertThat(KeyGroups.groupOf(key, groups)).isBetween(0, groups - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 128, 1 << 20})
    void keysInSequenceSpread(int step) {
        int groups = 128;
        int keys = 128_000;
        int[] counts = new int[groups];
        for (int i = 0; i < keys; i++) {
            counts[KeyGroups.groupOf((long) i * step, groups)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(800, 1200);
        }
    }

    /** State is kept by group: a key must stay in its group for ever. */
    @Test
    void groupsDoNotChangeFromVersionToVersion() {
        assertThat(KeyGroups.groupOf("word", 128)).isEqualTo(18);
        assertThat(KeyGroups.groupOf(42L, 128)).isEqualTo(4);
        assertThat(KeyGroups.groupOf(-1, 1000)).isEqualTo(507);
    }
}
