package io.weir.client.verify;

import java.util.List;

/**
 * What a verification has found.
 *
 * @param seed repeats the moments and the victims of the kills, as far as the machine allows
 * @param undisturbed the run that nothing disturbed
 * @param disturbed the runs that were disturbed, up to the first that came out differently
 * @param kills the processes that were killed in them
 * @param deterministic whether a second undisturbed run published the same as the first; asked only after a difference
 */
public record Verdict(
        long seed, RunReport undisturbed, List<RunReport> disturbed, List<Kill> kills, boolean deterministic) {
    /** Takes copies of the lists. */
    public Verdict {
        disturbed = List.copyOf(disturbed);
        kills = List.copyOf(kills);
    }

    /** Returns whether all runs have published the same records. */
    public boolean isEqual() {
        return disturbed.stream().allMatch(run -> run.difference().isNone());
    }
}
