package io.weir.benchmarks.tpch;

import java.util.Map;
import java.util.TreeMap;

/** The queries by their numbers. No state. */
public final class Queries {
    /** All of them, in order. */
    public static final Map<Integer, Query> ALL = new TreeMap<>(Map.of(
            1, new PricingSummary(),
            3, new ShippingPriority(),
            5, new LocalSupplierVolume(),
            6, new ForecastRevenue(),
            9, new ProductTypeProfit(),
            10, new ReturnedItems(),
            13, new CustomerDistribution(),
            18, new LargeVolumeCustomers(),
            21, new WaitingSuppliers()));

    private Queries() {}
}
