package io.weir.runtime.jobgraph;

import java.util.List;

/**
 * What real sizes may change of how a vertex takes its inputs, if the job runs in stages.
 *
 * @param vertex the vertex
 * @param ordinals which input of its first operator each of its inputs feeds, from 0
 * @param hashed which input of its first operator that hashes, and could hash the other one instead; {@link #NONE} if it hashes
 *     none or the program has said which
 * @param divisible those inputs of its first operator of which several instances can share what was meant for one, if each of
 *     them gets all that was meant for that one of the other input
 */
public record AdaptableInputs(VertexId vertex, List<Integer> ordinals, int hashed, List<Integer> divisible) {
    /** No input. */
    public static final int NONE = -1;

    /** Takes copies of the lists. */
    public AdaptableInputs {
        ordinals = List.copyOf(ordinals);
        divisible = List.copyOf(divisible);
    }
}
