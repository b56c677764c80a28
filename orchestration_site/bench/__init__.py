"""The benchmark, put together: workloads of the runs room, answered through the Work Guide's services, real workers."""
