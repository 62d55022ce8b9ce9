import "wtfnode";
