import "../shared/messages";
