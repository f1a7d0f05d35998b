package io.weir.runtime.batch;

import java.util.List;

/** What makes an operator that would have to sort inputs if these did not come in the order that it needs. */
public interface OrderUser {
    /** Returns which inputs come in that order, from 0. */
    List<Integer> inputsInOrder();
}
