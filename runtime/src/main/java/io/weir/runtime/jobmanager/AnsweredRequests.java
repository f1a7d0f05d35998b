package io.weir.runtime.jobmanager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The last requests for checkpoints and the numbers they were answered with: a client whose answer was lost on its way asks
 * again, and does not mean a second one.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job under this JobManager.
 */
final class AnsweredRequests {
    private static final int REMEMBERED = 100;

    private final Map<String, Long> numbers = new LinkedHashMap<>();

    /**
     * Carries a request out, unless that was done.
     *
     * @param requestId names the request
     * @param request carries it out
     * @return the number of the checkpoint
     */
    long answer(String requestId, LongSupplier request) {
        Long known = numbers.get(requestId);
        if (known != null) {
            return known;
        }
        long number = request.getAsLong();
        numbers.put(requestId, number);
        if (numbers.size() > REMEMBERED) {
            numbers.remove(numbers.keySet().iterator().next());
        }
        return number;
    }
}
