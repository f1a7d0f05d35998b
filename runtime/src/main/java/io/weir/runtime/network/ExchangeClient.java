package io.weir.runtime.network;

import io.weir.runtime.protocol.InputSpec;

/** Fetches the parts of partitions of other processes. One per TaskManager; safe for any thread. */
public interface ExchangeClient {
    /**
     * Asks for a part. Its frames come by {@link InputGate#offer}, a failure by {@link InputGate#fail}. Never blocks.
     *
     * @param source where it is made
     * @param gate takes the frames
     * @param channel the number of the channel at the gate
     * @return tells the sender what was read
     */
    ChannelCredit connect(InputSpec.ChannelSource source, InputGate gate, int channel);
}
